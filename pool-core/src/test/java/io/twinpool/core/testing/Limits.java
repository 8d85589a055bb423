// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.time.Duration;

/** How long tests wait for what must come. No test depends on how soon it does. */
public final class Limits {
    private static final String SCALE_NAME = "twinpool.test.scale";
    private static final int SCALE = Integer.getInteger(SCALE_NAME, 1);

    /** The bound of every wait; {@code -Dtwinpool.test.scale=4} makes it four times as long. */
    public static final Duration WAIT = Duration.ofSeconds(20).multipliedBy(SCALE);

    /** The bound of the run of a whole program, which may bring a compiler or a shell along. */
    public static final Duration RUN = WAIT.multipliedBy(4);

    /** The time limit of tasks that are meant to reach it, where others must not: far above what these take. */
    public static final Duration TASK = Duration.ofSeconds(1).multipliedBy(SCALE);

    /** Gives another JVM the limits of this one. */
    static final String FLAG = "-D" + SCALE_NAME + "=" + SCALE;

    private Limits() {}
}
