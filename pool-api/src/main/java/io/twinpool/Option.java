// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The key of one option of {@link Workers}: its name, the rule for its value, and how the value is shown to people.
 *
 * @param name as the user writes it
 * @param rule given the name and a value: checks it, and gives it or a copy of it back
 * @param shown what may be shown of a value; empty for what says nothing or runs the user's code
 */
record Option<V>(String name, BiFunction<String, V, V> rule, Function<V, String> shown) {

    static <V> Option<V> plain(String name, BiFunction<String, V, V> rule) {
        return new Option<>(name, rule, Object::toString);
    }

    static <V> Option<V> plain(String name) {
        return plain(name, (any, value) -> value);
    }

    static <V> Option<V> code(String name) {
        return new Option<>(name, (any, value) -> value, value -> "");
    }

    V checked(V value) {
        return rule.apply(name, requireNonNull(value, name));
    }
}
