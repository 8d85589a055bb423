// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options that were set, each under the key that checked it. Immutable. */
final class Options {
    static final Options NONE = new Options(Map.of());

    private final Map<Option<?>, Object> values;

    private Options(Map<Option<?>, Object> values) {
        this.values = values;
    }

    <V> Options with(Option<V> option, V value) {
        Map<Option<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(option, option.checked(value));
        return new Options(changed);
    }

    @SuppressWarnings("unchecked") // only with() puts, and it puts a V under an Option<V>
    <V> Optional<V> get(Option<V> option) {
        return Optional.ofNullable((V) values.get(option));
    }

    /** In whatever order they were set. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Options that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** In the order in which they were set first: {@code .name(mail).taskTimeout(PT5S)}. */
    @Override
    public String toString() {
        return values.keySet().stream().map(this::shown).collect(Collectors.joining());
    }

    private <V> String shown(Option<V> option) {
        String value = get(option).map(option.shown()).orElse("");
        return "." + option.name() + "(" + Check.onOneLine(value) + ")";
    }
}
