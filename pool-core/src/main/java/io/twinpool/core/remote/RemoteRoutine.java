// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Routine;

/** A function that can cross: its bytes, a number by which workers remember it, and where its classes come from. */
final class RemoteRoutine extends Routine {
    private final Class<?> home;
    private final long id;
    private final Origin origin;
    private final Encoded encoded;
    private final boolean isRemembered;

    /**
     * Makes a routine.
     *
     * @param id unique among the routines of a pool
     * @param isRemembered whether workers should expect to be asked again
     */
    RemoteRoutine(Routine routine, long id, Origin origin, Encoded encoded, boolean isRemembered) {
        super(routine.shape(), routine.function());
        this.home = routine.home();
        this.id = id;
        this.origin = origin;
        this.encoded = encoded;
        this.isRemembered = isRemembered;
    }

    @Override
    public Class<?> home() {
        return home;
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

    /** {@return where its classes, and those of its results, are looked for} */
    Origin origin() {
        return origin;
    }
}
