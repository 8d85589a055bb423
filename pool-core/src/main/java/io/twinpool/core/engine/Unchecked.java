// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** Throws any exception as it is, where the signature of the caller is fixed and the exception is the user's own. */
final class Unchecked {
    private Unchecked() {}

    /** Never returns: {@code throw raise(e)} tells the compiler so. */
    static RuntimeException raise(Throwable error) {
        Unchecked.<RuntimeException>sneak(error);
        throw new AssertionError(error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: nothing is cast, which is the point
    private static <E extends Throwable> void sneak(Throwable error) throws E {
        throw (E) error;
    }
}
