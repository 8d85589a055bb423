// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

/** When {@link Futures#await} returns. */
public enum ReturnWhen {
    /** When any future has ended, in whatever way. */
    FIRST_COMPLETED,
    /** When any future has failed; a cancelled one has not. If none fails, when all have ended. */
    FIRST_EXCEPTION,
    /** When all futures have ended. */
    ALL_COMPLETED
}
