// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One row of three arguments, as {@code starmap} takes them.
 *
 * <p>It can cross to a forked JVM if all three arguments can.
 *
 * @param first the first argument; may be null
 * @param second the second argument; may be null
 * @param third the third argument; may be null
 * @param <T> the type of the first argument
 * @param <U> the type of the second argument
 * @param <V> the type of the third argument
 * @see TaskTriFunction
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // without the tag, javadoc 17 wants comments on the private fields
public record Args3<T extends @Nullable Object, U extends @Nullable Object, V extends @Nullable Object>(
        T first, U second, V third) implements Serializable {

    /**
     * Makes a row.
     *
     * @param first the first argument; may be null
     * @param second the second argument; may be null
     * @param third the third argument; may be null
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param <V> the type of the third argument
     * @return the row
     */
    public static <T extends @Nullable Object, U extends @Nullable Object, V extends @Nullable Object>
            Args3<T, U, V> of(T first, U second, V third) {
        return new Args3<>(first, second, third);
    }
}
