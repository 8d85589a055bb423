// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import io.twinpool.TaskAction;
import io.twinpool.Workers;
import io.twinpool.core.SharedWorkers;
import io.twinpool.core.engine.Face;
import io.twinpool.worker.Routine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * Two forked JVMs for all tests that only need some: starting them anew for each would cost most of the suite's time.
 *
 * <p>For tests that neither end nor count workers. Opened before the first test, closed after the last of all classes that the JVM runs:
 * Surefire has JUnit run one class at a time, so what JUnit calls a run would be one class.
 */
public final class LentWorkers implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LentWorkers.class);
    private static final int COUNT = 2;
    private static volatile SharedWorkers forked;
    private static volatile boolean areInUse; // by the test that runs just now

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
        ExtensionContext.Store store = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        if (Kind.available().contains(Kind.PROCESSES) && store.get(Lent.class) == null) {
            store.put(Lent.class, new Lent(opened()));
        }
    }

    /** A pool that is terminated waits for none of its tasks: they must not meet the next test, nor the end of this one's directory. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (areInUse) {
            areInUse = false;
            awaitIdle();
        }
    }

    private static void awaitIdle() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(NAME);
        Face face = forked.face();
        try (Gate gate = Gate.in(directory)) {
            for (int i = 0; i < COUNT; i++) {
                face.submit(Routine.of((TaskAction) gate::pass), null, face.taskTimeoutNanos());
            }
            gate.awaitArrivals(COUNT); // all at once: nothing else runs
        }
        face.close();
        try (Stream<Path> files = Files.walk(directory).sorted(Comparator.reverseOrder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** With a long grace: who is held up on its way out of a task would be killed, and its successor be a leak. */
    private static SharedWorkers opened() throws InterruptedException {
        long others = children();
        forked = SharedWorkers.open(
                Workers.processes(COUNT).standby(0).named(NAME).killGrace(Limits.WAIT));
        Eventually.until(
                "two forked JVMs",
                () -> children() == others + COUNT); // else a leak check would take them for a test's
        return forked;
    }

    private static long children() {
        return ProcessHandle.current().children().count();
    }

    /** {@return running forked JVMs, two of them; the caller does not close them} */
    public static SharedWorkers forked() {
        areInUse = true;
        return forked;
    }
}
