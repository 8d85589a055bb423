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
    private final boolean isShared;

    /**
     * Makes a routine.
     *
     * @param id unique among the routines of a pool
     * @param isRemembered whether workers should expect to be asked again, for other items of a map
     * @param isShared whether it is the one for all tasks that call such a function
     */
    RemoteRoutine(Routine routine, long id, Origin origin, Encoded encoded, boolean isRemembered, boolean isShared) {
        super(routine.shape(), routine.function());
        this.home = routine.home();
        this.id = id;
        this.origin = origin;
        this.encoded = encoded;
        this.isRemembered = isRemembered;
        this.isShared = isShared;
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

    boolean isShared() {
        return isShared;
    }

    /** {@return where its classes, and those of its results, are looked for} */
    Origin origin() {
        return origin;
    }
}
