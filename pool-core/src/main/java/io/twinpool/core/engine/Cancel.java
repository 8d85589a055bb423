// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** How far a cancellation goes. */
public enum Cancel {
    /** Only what has not started. */
    WAITING,
    /** Also what runs; its worker is asked to stop it, and made to after the grace. */
    RUNNING,
    /** Also what runs, but its worker goes on to the end of it: {@link java.util.concurrent.FutureTask#cancel cancel(false)}. */
    RESULT_ONLY
}
