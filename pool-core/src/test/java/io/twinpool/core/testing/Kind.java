// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import io.twinpool.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of workers that every contract test runs on, and what a kind can do by its nature.
 *
 * <p>Surefire numbers them: a case {@code [3]} ran on forked JVMs.
 */
public enum Kind {
    THREADS,
    INLINE,
    PROCESSES,
    VIRTUAL;

    /** {@return the kinds that this JVM has} With {@code -Dtwinpool.test.kinds=threads,inline} only those. */
    public static List<Kind> available() {
        String wanted = System.getProperty("twinpool.test.kinds", "");
        return Arrays.stream(values())
                .filter(Kind::isAvailable)
                .filter(kind -> wanted.isEmpty() || List.of(wanted.split(",")).contains(kind.toString()))
                .toList();
    }

    private boolean isAvailable() {
        return this != VIRTUAL || Runtime.version().feature() >= 21;
    }

    /** {@return that many workers of this kind; inline there is always one} */
    public Workers workers(int n) {
        return switch (this) {
            case THREADS -> Workers.threads(n);
            case VIRTUAL -> Workers.virtualThreads(n);
            case INLINE -> Workers.inline();
            case PROCESSES -> Workers.processes(n).standby(0);
        };
    }

    /** Whether a task runs before the call that submits it returns; then nothing ever waits, and nothing can be stopped. */
    public boolean runsInCaller() {
        return this == INLINE;
    }

    /** Whether tasks see the test's own objects. */
    public boolean sharesMemory() {
        return this != PROCESSES;
    }

    /** Whether a worker can be ended against its will. */
    public boolean canBeKilled() {
        return this == PROCESSES;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
