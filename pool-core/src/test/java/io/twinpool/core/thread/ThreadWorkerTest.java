// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Seat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ThreadWorkerTest {
    private static final int ROUNDS = 5_000;
    private static final int IDLE_ROUNDS = 200;
    private static final int SPINS = 2_000; // at most: another moment each time

    /** Even to say of it what it is fails, as all does where no memory is left. */
    private static final class Unspeakable extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw this;
        }
    }

    /** A seat that has no work. */
    private static final class ColdSeat implements Seat {
        private final CompletableFuture<Ending> ending = new CompletableFuture<>();
        private final Runnable onReady;

        ColdSeat() {
            this(() -> {});
        }

        ColdSeat(Runnable onReady) {
            this.onReady = onReady;
        }

        /** {@return one where nothing goes well} */
        static ColdSeat throwing(Error error) {
            return new ColdSeat(() -> {
                throw error;
            });
        }

        @Override
        public void occupy(Runnable loop) {
            loop.run();
        }

        @Override
        public void ready() {
            onReady.run();
        }

        @Override
        public void spent() {}

        @Override
        public @Nullable Batch next() {
            return null;
        }

        @Override
        public void failing() {}

        @Override
        public void ended(Ending how) {
            ending.complete(how);
        }
    }

    /** Contract 4: given up, and counted, is who does not heed interrupts: not who is just leaving, and has no finalizer to run. */
    @Test
    void aWorkerThatLeavesIsNeverGivenUp() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            ColdSeat seat = new ColdSeat();
            ThreadWorker worker =
                    new ThreadWorker("worker-1", seat, Hooks.of(Workers.threads(1), "worker-1"), Thread::new);
            worker.start();

            worker.retire();
            for (int spins = i % SPINS; spins > 0; spins--) {
                Thread.onSpinWait();
            }
            worker.kill();

            assertThat(seat.ending.get(60, TimeUnit.SECONDS)).isInstanceOf(Ending.Left.class);
        }
    }

    /** Contract 4: ... nor who has not got to run yet. */
    @Test
    void aWorkerThatHasNotBegunIsNeverGivenUp() throws Exception {
        CountDownLatch begins = new CountDownLatch(1);
        ColdSeat seat = new ColdSeat();
        ThreadWorker worker = new ThreadWorker(
                "worker-1",
                seat,
                Hooks.of(Workers.threads(1), "worker-1"),
                run -> new Thread(() -> {
                    try {
                        begins.await();
                    } catch (InterruptedException e) { // as the worker is told to end
                        run.run();
                    }
                }));
        worker.start();

        worker.terminate();
        worker.kill();

        assertThat(seat.ending.get(60, TimeUnit.SECONDS)).isInstanceOf(Ending.Left.class);
    }

    /** Contract 4: ... nor who has nothing to do, and is told to end by force. */
    @Test
    void anIdleWorkerIsNeverGivenUp() throws Exception {
        for (int i = 0; i < IDLE_ROUNDS; i++) {
            ColdSeat seat = new ColdSeat();
            AtomicReference<Thread> thread = new AtomicReference<>();
            ThreadWorker worker = new ThreadWorker("worker-1", seat, Hooks.of(Workers.threads(1), "worker-1"), run -> {
                thread.set(new Thread(run));
                return thread.get();
            });
            worker.start();
            Eventually.until("an idle worker", () -> thread.get().getState() == Thread.State.WAITING);

            worker.terminate();
            worker.kill();

            assertThat(seat.ending.get(60, TimeUnit.SECONDS)).isInstanceOf(Ending.Left.class);
        }
    }

    /** Contract 5: nothing hangs, ever: what had no end would be waited for. */
    @Test
    void aWorkerThatCannotEvenTellOfWhatItDiesIsGone() throws Exception {
        ColdSeat seat = ColdSeat.throwing(new Unspeakable());
        ThreadWorker worker = new ThreadWorker("worker-1", seat, Hooks.of(Workers.threads(1), "worker-1"), run -> {
            Thread thread = new Thread(run);
            thread.setUncaughtExceptionHandler(
                    (dead, error) -> assertThat(error).isInstanceOf(Unspeakable.class));
            return thread;
        });

        worker.start();

        assertThat(seat.ending.get(60, TimeUnit.SECONDS)).isInstanceOf(Ending.Lost.class);
    }

    @Test
    void whatAWorkerDiesOfIsKept() throws Exception {
        Error error = new StackOverflowError("nobody's fault");
        ColdSeat seat = ColdSeat.throwing(error);
        ThreadWorker worker = new ThreadWorker("worker-1", seat, Hooks.of(Workers.threads(1), "worker-1"), Thread::new);

        worker.start();

        assertThat(seat.ending.get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Ending.Lost.class, lost -> assertThat(lost.cause()).isSameAs(error));
    }
}
