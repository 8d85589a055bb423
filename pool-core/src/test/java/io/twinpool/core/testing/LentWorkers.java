// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import io.twinpool.Workers;
import io.twinpool.core.SharedWorkers;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Two forked JVMs for all tests that only need some: starting them anew for each would cost most of the suite's time.
 *
 * <p>For tests that neither end nor count workers. Opened before the first test, closed after the last.
 */
public final class LentWorkers implements BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LentWorkers.class);
    private static volatile SharedWorkers forked;

    /** The name of the pool, with which its threads' names begin. */
    static final String NAME = "lent";

    private record Lent(SharedWorkers workers) implements AutoCloseable {
        @Override
        public void close() {
            workers.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        if (Kind.available().contains(Kind.PROCESSES) && store.get(Lent.class) == null) {
            store.put(Lent.class, new Lent(opened()));
        }
    }

    private static SharedWorkers opened() throws InterruptedException {
        long others = children();
        forked = SharedWorkers.open(Workers.processes(2).standby(0).named(NAME));
        Eventually.until(
                "two forked JVMs", () -> children() == others + 2); // else a leak check would take them for a test's
        return forked;
    }

    private static long children() {
        return ProcessHandle.current().children().count();
    }

    /** {@return running forked JVMs, two of them; the caller does not close them} */
    public static SharedWorkers forked() {
        return forked;
    }
}
