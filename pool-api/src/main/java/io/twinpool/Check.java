// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** The rules that options obey. Each check gives its value back, or says in one sentence: thing, rule, value. */
final class Check {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private Check() {}

    static BiFunction<String, Integer, Integer> atLeast(int least) {
        return (name, value) -> atLeast(least, name, value);
    }

    static int atLeast(int least, String name, int value) {
        require(value >= least, name + " must be >= " + least + ", was " + value);
        return value;
    }

    static long atLeastOne(String name, Long value) {
        require(value >= 1, name + " must be >= 1, was " + value);
        return value;
    }

    static Duration positive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), name + " must be positive, was " + value);
        return value;
    }

    static Duration notNegative(String name, Duration value) {
        require(!value.isNegative(), name + " must not be negative, was " + value);
        return value;
    }

    static String name(String name, String value) {
        require(!value.isBlank(), name + " must not be blank, was " + quoted(value));
        require(!CONTROL.matcher(value).find(), name + " must not contain control characters, was " + quoted(value));
        return value;
    }

    static <E> List<E> elements(String name, List<E> values) {
        List<E> copy = new ArrayList<>(values);
        for (int i = 0; i < copy.size(); i++) {
            requireNonNull(copy.get(i), name + " element [" + i + "]");
        }
        return Collections.unmodifiableList(copy);
    }

    /** Keys are named in messages, values never: they may be secret. */
    static Map<String, String> variables(String name, Map<String, String> values) {
        Map<String, String> copy = new LinkedHashMap<>(values);
        copy.forEach((key, value) -> {
            requireNonNull(key, name + " key");
            requireNonNull(value, () -> name + " value of " + key);
            require(!key.isEmpty(), name + " key must not be empty");
        });
        return Collections.unmodifiableMap(copy);
    }

    /** Another one's could not be named to a process. */
    static Path ofDefaultFileSystem(String name, Path value) {
        require(
                value.getFileSystem().equals(FileSystems.getDefault()),
                name + " must be a path of the default file system, was " + quoted(value.toString()) + " of '"
                        + value.getFileSystem().provider().getScheme() + "'");
        return value;
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    static String quoted(String value) {
        return "'" + onOneLine(value) + "'";
    }

    static String onOneLine(String value) {
        return CONTROL.matcher(value).replaceAll("?");
    }
}
