// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Logged;
import io.twinpool.core.testing.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pools tell the log: starts, losses, replacements, a pool that breaks; nothing else that anybody would see. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class LogTest {
    @TempDir
    Path directory;

    private static Workers one(boolean forked) {
        return (forked ? Workers.processes(1) : Workers.threads(1))
                .standby(0)
                .named("one")
                .killGrace(Duration.ofMillis(100));
    }

    /** Cancelled tasks, tasks that fail or are too late, and workers that are replaced for their age are all in a pool's life. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNormalLifeIsQuiet(boolean forked) throws Exception {
        try (Logged logged = new Logged()) {
            try (PoolExecutor pool =
                            PoolExecutor.of(one(forked).maxTasksPerChild(2).killGrace(WAIT));
                    Gate gate = Gate.in(directory)) {
                PoolFuture<Integer> running = pool.submit(() -> gate.pass(1));
                gate.awaitArrivals(1);
                running.cancel(true);
                assertThat(pool.withTaskTimeout(Duration.ofMillis(50))
                                .submit(() -> gate.pass(1))
                                .exception(WAIT))
                        .isPresent();
                assertThat(pool.submit(Work::refuse, 1).exception(WAIT)).isPresent();
                for (int i = 0; i < 5; i++) {
                    pool.submit(Work::square, i).result(WAIT);
                }
            }
            assertThat(logged.from(Level.INFO)).isEmpty();
        }
    }

    @Test
    void aWorkerThatIsKilledOnPurposeIsNoLoss() throws Exception {
        try (Logged logged = new Logged()) {
            try (PoolExecutor pool = PoolExecutor.of(one(true));
                    Gate gate = Gate.in(directory)) {
                PoolFuture<Integer> deaf = pool.submit(Work::ignoreInterrupts, gate);
                gate.awaitArrivals(1);
                deaf.cancel(true);
                assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
                pool.killWorkers();
            }
            assertThat(logged.from(Level.INFO)).isEmpty();
        }
    }

    @Test
    void aLossIsOneWarningThatSaysWhy() throws Exception {
        try (Logged logged = new Logged();
                PoolExecutor pool = PoolExecutor.of(one(true))) {
            PoolFuture<?> lost = pool.submit(() -> {
                System.err.println("last words");
                Runtime.getRuntime().halt(3);
            });
            long pid = ((WorkerLostException) lost.exception(WAIT).orElseThrow()).pid();
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);

            Eventually.until("a warning", () -> !logged.from(Level.INFO).isEmpty());
            assertThat(logged.from(Level.INFO))
                    .containsExactly("one-1 (pid " + pid + ") ended with exit code 3; its last words:\nlast words");
            assertThat(logged.at(Level.FINE))
                    .anyMatch(line -> line.startsWith("one-1 (pid " + pid + ") started"))
                    .filteredOn(line -> line.matches("one-\\d \\(pid \\d+\\) started: .*"))
                    .hasSize(2);
        }
    }

    @Test
    void aPoolThatBreaksIsOneErrorWithItsCause() throws Exception {
        try (Logged logged = new Logged()) {
            try (PoolExecutor pool = PoolExecutor.of(one(false).initializer(() -> {
                throw new IllegalStateException("no license");
            }))) {
                assertThatThrownBy(() -> pool.submit(Work::square, 3).result(WAIT))
                        .isInstanceOf(BrokenPoolException.class);
            }
            Eventually.until("an error", () -> !logged.at(Level.SEVERE).isEmpty());
            assertThat(logged.at(Level.SEVERE))
                    .containsExactly(
                            "one is broken and ends: its initializer fails again and again: java.lang.IllegalStateException: no license");
        }
    }

    @Test
    void aThreadThatIsGivenUpIsAWarning() throws Exception {
        try (Logged logged = new Logged();
                PoolExecutor pool = PoolExecutor.of(one(false));
                Gate gate = Gate.in(directory)) {
            PoolFuture<Integer> deaf = pool.submit(Work::ignoreInterrupts, gate);
            gate.awaitArrivals(1);
            deaf.cancel(true);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);

            Eventually.until("a warning", () -> !logged.from(Level.INFO).isEmpty());
            assertThat(logged.from(Level.INFO))
                    .containsExactly("one-1 did not end when it was interrupted: it is given up, and its"
                            + " thread runs on; let its tasks heed interrupts, or use processes");
        }
    }

    @Test
    void aLogHandlerThatThrowsDoesNotKeepALostWorkerFromBeingReplaced() throws Exception {
        try (Logged logged = Logged.throwing();
                PoolExecutor pool = PoolExecutor.of(one(true))) {
            PoolFuture<?> lost = pool.submit(() -> Runtime.getRuntime().halt(3));

            assertThat(lost.exception(WAIT)).containsInstanceOf(WorkerLostException.class);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            assertThat(logged.at(Level.FINE)).isNotEmpty();
        }
    }

    @Test
    void aLogHandlerThatThrowsDoesNotKeepADeafThreadFromBeingReplaced() throws Exception {
        try (Logged logged = Logged.throwing();
                PoolExecutor pool = PoolExecutor.of(one(false));
                Gate gate = Gate.in(directory)) {
            PoolFuture<Integer> deaf = pool.submit(Work::ignoreInterrupts, gate);
            gate.awaitArrivals(1);
            deaf.cancel(true);

            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            Eventually.until("a warning", () -> !logged.at(Level.WARNING).isEmpty());
        }
    }

    @Test
    void aLogHandlerThatThrowsDoesNotStopTheNextCallback() throws Exception {
        try (Logged logged = Logged.throwing();
                PoolExecutor pool = PoolExecutor.of(one(false));
                Gate gate = Gate.in(directory)) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            CompletableFuture<Integer> second = new CompletableFuture<>();
            PoolFuture<Integer> same = future.addDoneCallback(done -> {
                        throw new IllegalStateException("of a callback");
                    })
                    .addDoneCallback(done -> second.complete(done.result()));
            gate.open();

            assertThat(second).succeedsWithin(WAIT).isEqualTo(1);
            assertThatCode(() -> same.addDoneCallback(done -> {
                        throw new IllegalStateException("of a callback that is late");
                    }))
                    .doesNotThrowAnyException();
            assertThat(logged.at(Level.SEVERE)).hasSize(2);
        }
    }

    @Test
    void aFinalizerThatThrowsIsAWarningThatNamesItsWorker() throws Exception {
        try (Logged logged = new Logged()) {
            PoolExecutor pool = PoolExecutor.of(one(false).killGrace(WAIT).finalizer(() -> {
                throw new IllegalStateException("of a finalizer");
            }));
            pool.shutdown();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(logged.from(Level.INFO)).containsExactly("the finalizer of one-1 threw");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes", "inline"})
    void aLogHandlerThatThrowsDoesNotKeepAWorkerWithAFailingFinalizer(String kind) throws Exception {
        Workers workers = switch (kind) {
            case "threads" -> one(false);
            case "processes" -> one(true);
            default -> Workers.inline();
        };
        try (Logged logged = Logged.throwing()) {
            PoolExecutor pool = PoolExecutor.of(workers.killGrace(WAIT).finalizer(() -> {
                throw new IllegalStateException("of a finalizer");
            }));
            pool.submit(Work::square, 3).result(WAIT);
            pool.shutdown();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(logged.from(Level.FINEST)).isNotEmpty();
        }
    }
}
