// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Routine;

/** A function that can cross: its bytes, and a number by which workers remember it. */
final class RemoteRoutine extends Routine {
    private final long id;
    private final Encoded encoded;
    private final boolean isRemembered;

    /**
     * Makes a routine.
     *
     * @param id unique among the routines of a pool
     * @param isRemembered whether workers should expect to be asked again
     */
    RemoteRoutine(Routine routine, long id, Encoded encoded, boolean isRemembered) {
        super(routine.shape(), routine.function());
        this.id = id;
        this.encoded = encoded;
        this.isRemembered = isRemembered;
    }

    long id() {
        return id;
    }

    Encoded encoded() {
        return encoded;
    }

    boolean isRemembered() {
        return isRemembered;
    }

    /** {@return where the classes of its results are looked for} */
    ClassLoader loader() {
        ClassLoader loader = function().getClass().getClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }
}
