// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskTimeoutException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Logged;
import io.twinpool.core.testing.Work;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** {@link Thread#interrupt} closes the channel that the thread waits in, and throws what that throws: a worker bears it. */
@SuppressWarnings("FutureReturnValueIgnored") // tasks that occupy a worker
final class FailingInterruptTest extends FuturesContract {
    FailingInterruptTest(Kind kind) {
        super(kind);
    }

    /** A channel of the user's whose close fails. */
    private static final class Rude extends AbstractInterruptibleChannel {
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch closing = new CountDownLatch(1);

        /** Waits in the channel until that is closed: an interrupt alone comes before the close. */
        int block() throws Exception {
            begin();
            try {
                arrived.countDown();
                while (!isClosedNow()) {
                    Thread.onSpinWait();
                }
                return 1;
            } finally {
                end(true);
            }
        }

        private boolean isClosedNow() {
            try {
                closing.await();
                return true;
            } catch (InterruptedException e) { // the close follows
                return false;
            }
        }

        void awaitArrival() throws InterruptedException {
            assertThat(arrived.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        @Override
        protected void implCloseChannel() {
            closing.countDown();
            throw new IllegalStateException("close failed");
        }
    }

    /** Unlike {@link java.util.concurrent.FutureTask#cancel}, which throws it: whoever cancels cannot do anything about it. */
    @Test
    void aTaskIsCancelledAndItsWorkerServesTheNext() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        Rude rude = new Rude();
        try (Logged logged = new Logged();
                PoolExecutor pool = open(1)) {
            PoolFuture<Integer> future = pool.submit(() -> rude.block());
            rude.awaitArrival();

            assertThat(future.cancel(true)).isTrue();

            assertThat(logged.at(Level.WARNING))
                    .singleElement()
                    .asString()
                    .endsWith(" was interrupted in a channel, whose close has failed");
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    @Test
    void aTimeLimitStopsItAndItsWorkerServesTheNext() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1)) {
            PoolFuture<Integer> future =
                    pool.withTaskTimeout(Duration.ofMillis(50)).submit(() -> new Rude().block());

            assertThat(future.exception(WAIT)).containsInstanceOf(TaskTimeoutException.class);
            assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        }
    }

    /** Contract 4.4: the limit is each item's, whatever came of the one before it. */
    @Test
    void theNextItemOfItsBatchHasATimeLimitToo() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        MapOptions together = MapOptions.defaults().chunkSize(2);
        try (PoolExecutor pool = open(1);
                Gate gate = gate();
                Results<Integer> results = pool.withTaskTimeout(Duration.ofMillis(50))
                        .map(x -> x == 0 ? new Rude().block() : gate.pass(x), List.of(0, 1), together)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(TaskTimeoutException.class);
            }
        }
    }

    /** {@link java.util.concurrent.ExecutorService#shutdownNow}: attempts to stop all actively executing tasks. */
    @Test
    void allTasksOfAPoolAreStopped() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        List<Rude> channels = List.of(new Rude(), new Rude());
        try (PoolExecutor pool = open(2)) {
            for (Rude rude : channels) {
                pool.submit(() -> rude.block());
                rude.awaitArrival();
            }

            assertThat(pool.asExecutorService().shutdownNow()).isEmpty();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    @Test
    void aPoolIsTerminatedThoughTheInterruptOfOneWorkerFails() throws Exception {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
        Rude rude = new Rude();
        try (PoolExecutor pool = open(2);
                Gate gate = gate()) {
            PoolFuture<Integer> failing = pool.submit(() -> rude.block());
            PoolFuture<Integer> other = pool.submit(() -> gate.pass(2));
            rude.awaitArrival();
            gate.awaitArrivals(1);

            pool.terminateWorkers();

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(failing.isDone()).isTrue();
            assertThat(other.isDone()).isTrue();
        }
    }
}
