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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * Forked JVMs for all tests that only need some: starting them anew for each would cost most of the suite's time.
 *
 * <p>For tests that neither end nor count workers. Opened before the first test that may ask for them, closed after the last of all
 * classes that the JVM runs: Surefire has JUnit run one class at a time, so what JUnit calls a run would be one class.
 */
public final class LentWorkers implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LentWorkers.class);
    private static final Map<Integer, SharedWorkers> forked = new ConcurrentHashMap<>(); // by their number
    private static final Set<Integer> areInUse = ConcurrentHashMap.newKeySet(); // by the test that runs just now

    /** The name of the pools, with which their threads' names begin. */
    static final String NAME = "lent";

    private record Lent() implements AutoCloseable {
        @Override
        public void close() {
            forked.values().forEach(SharedWorkers::close);
            forked.clear();
        }
    }

    /** Not when they are asked for: a leak check that has looked before would take them for the test's. */
    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        if (forked.isEmpty() && mayAsk(context.getRequiredTestInstance())) {
            context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE).put(Lent.class, new Lent());
            open(1);
            open(2);
        }
    }

    private static boolean mayAsk(Object test) {
        return test instanceof KindContract contract
                ? contract.kind == Kind.PROCESSES
                : Kind.available().contains(Kind.PROCESSES);
    }

    /** With a long grace: who is held up on its way out of a task would be killed, and its successor be a leak. */
    private static void open(int n) throws InterruptedException {
        List<Long> others = children().toList();
        Workers workers = Workers.processes(n).standby(0).named(NAME + n).killGrace(Limits.WAIT);
        forked.put(n, SharedWorkers.open(workers));
        Eventually.until(
                n + " forked JVMs", // else they would be a leak, too
                () -> children().filter(pid -> !others.contains(pid)).count() >= n);
    }

    private static Stream<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid);
    }

    /** A pool that is terminated waits for none of its tasks: they must not meet the next test, nor the end of this one's directory. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (int n : areInUse) {
            awaitIdle(n);
        }
        areInUse.clear();
    }

    private static void awaitIdle(int n) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(NAME);
        Face face = forked(n).face();
        try (Gate gate = Gate.in(directory)) {
            for (int i = 0; i < n; i++) {
                face.submit(Routine.of((TaskAction) gate::pass), null, face.taskTimeoutNanos());
            }
            gate.awaitArrivals(n); // all at once: nothing else runs
        }
        face.close();
        try (Stream<Path> files = Files.walk(directory).sorted(Comparator.reverseOrder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** {@return running forked JVMs, one or two; the caller does not close them} */
    public static SharedWorkers forked(int n) {
        areInUse.add(n);
        return Objects.requireNonNull(forked.get(n), "for tests of JVMs alone");
    }
}
