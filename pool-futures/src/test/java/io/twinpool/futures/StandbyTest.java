// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.RUN;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.BrokenPoolException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code Workers.standby}: spares, of every kind that has them. */
@SuppressWarnings({"FutureReturnValueIgnored", "try"}) // tasks that occupy a worker; close() is part of the test
final class StandbyTest extends FuturesContract {
    StandbyTest(Kind kind) {
        super(kind);
    }

    /** Contract, settled details: workers counts serving workers, not standby ones; workersStarted counts all. */
    @Test
    void sparesAreStartedOnTopOfThoseThatServe() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = PoolExecutor.of(workers(2).standby(1))) {
            Eventually.until("a spare", () -> pool.stats().workersStarted() == 3);

            assertThat(pool.stats().workers()).isEqualTo(2);
        }
    }

    /** Contract: spares are initialized before they are needed, and get no work while they are spares. */
    @Test
    void sparesAreInitializedAndGetNoWork() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).standby(2).initializer(() -> traces.leave(Work.worker())));
                Gate gate = gate()) {
            List<PoolFuture<String>> futures = IntStream.range(0, 6)
                    .mapToObj(i -> pool.submit(() -> gate.pass(Work.worker())))
                    .toList();
            traces.await(3);
            gate.open();

            Set<String> workers = new HashSet<>();
            for (PoolFuture<String> future : futures) {
                workers.add(future.result(WAIT));
            }
            assertThat(workers).hasSize(1);
            assertThat(traces.all()).hasSize(3).containsAll(workers);
        }
    }

    /** Contract: a spent worker is replaced by a spare, and the spare by a new one. */
    @Test
    void aSpareTakesThePlaceOfASpentWorker() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(
                workers(1).standby(1).maxTasksPerChild(1).initializer(() -> traces.leave(Work.worker())))) {
            traces.await(2);
            String spare = traces.all().get(1);

            String first = pool.submit(Work::worker).result(WAIT);
            String second = pool.submit(Work::worker).result(WAIT);

            assertThat(first).isEqualTo(traces.all().get(0));
            assertThat(second).isEqualTo(spare);
            traces.await(3);
        }
    }

    /** Contract: a spare leaves as politely as a worker that served. */
    @Test
    void sparesRunTheirFinalizer() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        try (PoolExecutor pool = PoolExecutor.of(workers(1)
                .standby(2)
                .killGrace(WAIT)
                .initializer(() -> traces.leave("i"))
                .finalizer(() -> traces.leave("f")))) {
            traces.await(3);
        }
        assertThat(String.join("", traces.all())).isEqualTo("iiifff");
    }

    /** Contract 6, for those who are to serve: who serves can do without spares that cannot be initialized, until it leaves. */
    @Test
    void sparesThatCannotBeInitializedBreakNoPoolThatServes() throws Exception {
        assumeWorkersOfTheirOwn();
        Traces traces = traces();
        Workers workers = workers(1).standby(1).maxTasksPerChild(2).initializer(() -> {
            traces.leave("start");
            Work.squareOfNatural(1 - traces.all().size());
        });
        try (PoolExecutor pool = PoolExecutor.of(workers)) {
            Eventually.until(
                    RUN,
                    () -> "three spares; there was " + traces.all(),
                    () -> traces.all().size() == 4);
            assertThat(pool.submit(Work::square, 2).result(WAIT)).isEqualTo(4);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
            awaitBroken(pool);

            assertThatThrownBy(() -> pool.submit(Work::square, 2))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasCauseInstanceOf(Refusal.class);
        }
        assertThat(traces.all())
                .as("one that serves, three spares, three that were to serve, and what starts beside them")
                .hasSizeBetween(6, 10);
    }

    /** Contract 11: whatever a spare is at when the pool ends, nothing is left of it. */
    @Test
    void aPoolEndsItsSparesWhateverTheyDo() throws Exception {
        assumeWorkersOfTheirOwn();
        for (boolean terminate : List.of(false, true)) {
            for (int up : kind.sharesMemory() ? List.of(1, 2, 3) : List.of(1, 3)) {
                Traces traces = Traces.in(Files.createDirectory(directory.resolve("traces-" + terminate + up)));
                PoolExecutor pool =
                        PoolExecutor.of(workers(1).standby(2).initializer(() -> traces.leave(Work.worker())));
                traces.await(up);
                if (terminate) {
                    pool.terminateWorkers();
                }
                pool.close();
                assertThat(pool.stats().workers()).isZero();
            }
        }
    }

    /** Workers.standby: tasks that run in the thread that submits them need no spares. */
    @Test
    void inlineHasNoSpares() {
        assumeTrue(kind.runsInCaller());
        try (PoolExecutor pool = PoolExecutor.of(workers(1).standby(3))) {
            pool.submit(Work::square, 2).result();

            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }
}
