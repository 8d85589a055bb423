// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One row of two arguments, as {@code starmap} takes them.
 *
 * <p>It can cross to a forked JVM if both arguments can.
 *
 * @param first the first argument; may be null
 * @param second the second argument; may be null
 * @param <T> the type of the first argument
 * @param <U> the type of the second argument
 * @see TaskBiFunction
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // without the tag, javadoc 17 wants comments on the private fields
public record Args2<T extends @Nullable Object, U extends @Nullable Object>(T first, U second) implements Serializable {

    /**
     * Makes a row.
     *
     * @param first the first argument; may be null
     * @param second the second argument; may be null
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @return the row
     */
    public static <T extends @Nullable Object, U extends @Nullable Object> Args2<T, U> of(T first, U second) {
        return new Args2<>(first, second);
    }
}
