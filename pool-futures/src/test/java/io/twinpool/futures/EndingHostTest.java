// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Family;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How a host ends that has not closed its pool, or closes it at the very end. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that never end
final class EndingHostTest extends FuturesContract {
    EndingHostTest(Kind kind) {
        super(kind);
    }

    /** Hosts: each has one task that runs and two that wait, none of which ends by itself. */
    static final class Host {
        /** Reachable to the end: a pool that is garbage sooner may be shut down by then. */
        private static final List<PoolExecutor> KEPT = new ArrayList<>();

        private Host() {}

        public static void main(String[] arguments) throws Exception {
            Gate gate = Gate.in(Path.of(arguments[2]));
            PoolExecutor pool = PoolExecutor.of(Kind.valueOf(arguments[1]).workers(1));
            KEPT.add(pool);
            PoolFuture<Integer> first = pool.submit(() -> gate.pass(1));
            pool.submit(() -> gate.pass(2));
            pool.submit(() -> gate.pass(3));
            gate.awaitArrivals(1);
            switch (arguments[0]) {
                case "forget" -> System.out.println("forgets its pool");
                case "wait" -> first.result();
                case "exit in a callback" -> {
                    closeAtTheEnd(pool, gate);
                    first.addDoneCallback(future -> System.exit(3));
                    gate.open();
                    Thread.currentThread().join(); // only the callback ends this JVM
                }
                case "exit in a callback as it ends" -> {
                    first.addDoneCallback(future -> System.exit(3));
                    closeAtTheEnd(pool, gate);
                }
                case "close" -> closeAtTheEnd(pool, gate);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static void closeAtTheEnd(PoolExecutor pool, Gate gate) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(pool, gate)));
        }

        private static void close(PoolExecutor pool, Gate gate) {
            gate.open();
            pool.close();
            System.out.println("closed with " + pool.stats().completed() + " ended");
        }
    }

    private HostJvm host(String what, String... startedBy) throws IOException {
        Path gate = Files.createDirectories(directory.resolve("gate"));
        return HostCommand.of(Host.class, what, kind.name(), gate.toString())
                .startedBy(startedBy)
                .temporaryFilesIn(Files.createDirectories(directory.resolve("t")))
                .with("-Dio.twinpool.archive=off")
                .errorsAmongLines()
                .start();
    }

    private boolean noFileIsLeft() {
        try (Stream<Path> left = Files.list(directory.resolve("t"))) {
            return left.findAny().isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Hosts and workers of this test: they have its directory in their command line, where the system tells that. */
    private boolean noProcessIsLeft() {
        String temporary = directory.resolve("t").toString();
        return ProcessHandle.allProcesses()
                .noneMatch(process -> process.info().commandLine().orElse("").contains(temporary));
    }

    private void assertNothingIsLeft(List<ProcessHandle> children) throws InterruptedException {
        Eventually.until("no process", this::noProcessIsLeft);
        Family.awaitEnd(children);
        Eventually.until("no temporary file", this::noFileIsLeft);
    }

    /** API.md 4, settled details: a forgotten pool never keeps the JVM alive, whatever its tasks are at; they are counted. */
    @Test
    void aForgottenPoolKeepsNoJvm() throws Exception {
        assumeWorkersOfTheirOwn();

        try (HostJvm host = host("forget")) {
            assertThat(host.exitCode()).isZero();

            assertThat(String.join("\n", host.allSaid()))
                    .contains("forgets its pool", "is still open as the JVM ends, with 3 of its tasks unfinished");
            assertNothingIsLeft(List.of());
        }
    }

    /** Contract 11: close() in a shutdown hook returns, whatever has become of the workers by then. */
    @Test
    void aPoolMayBeClosedInAShutdownHook() throws Exception {
        assumeWorkersOfTheirOwn();

        try (HostJvm host = host("close")) {
            assertThat(host.exitCode()).isZero();

            assertThat(String.join("\n", host.allSaid())).contains("closed with 3 ended");
            assertNothingIsLeft(List.of());
        }
    }

    /** Contract 11, and 5: nothing hangs, ever: who ends the JVM in a callback waits for the hooks, which must not wait for the callback. */
    @Test
    void aPoolMayBeClosedInAShutdownHookWhileACallbackEndsTheJvm() throws Exception {
        assumeWorkersOfTheirOwn();

        try (HostJvm host = host("exit in a callback")) {
            assertThat(host.exitCode()).isEqualTo(3);

            assertThat(String.join("\n", host.allSaid())).contains("closed with 3 ended");
            assertNothingIsLeft(List.of());
        }
    }

    @Test
    void aPoolMayBeClosedInAShutdownHookWhileACallbackWouldEndTheJvmOnceMore() throws Exception {
        assumeWorkersOfTheirOwn();

        try (HostJvm host = host("exit in a callback as it ends")) {
            assertThat(host.exitCode()).isIn(0, 3); // whichever end comes first

            assertThat(String.join("\n", host.allSaid())).contains("closed with 3 ended");
            assertNothingIsLeft(List.of());
        }
    }

    /** Contract 12: Ctrl-C reaches the whole process group: workers ignore it and leave when the parent does. */
    @Test
    @EnabledOnOs(OS.LINUX) // which has the commands that make a process group and let it be interrupted
    void anInterruptedHostLeavesNothing() throws Exception {
        assumeWorkersOfTheirOwn();
        try (HostJvm host = host("wait", "env", "--default-signal=INT", "setsid");
                Gate gate = Gate.in(directory.resolve("gate"))) {
            gate.awaitArrivals(1);
            List<ProcessHandle> children = host.process().descendants().toList();
            assertThat(children).hasSize(kind.sharesMemory() ? 0 : 1);

            new ProcessBuilder("kill", "-INT", "--", "-" + host.process().pid())
                    .start()
                    .waitFor();

            assertThat(host.exitCode()).isEqualTo(130);
            assertNothingIsLeft(children);
        }
    }
}
