// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to one worker, step by step. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class WorkerSeatTest {
    /** Claims that do something, once, when they are looked at: by a sibling that looks for work, say. */
    private static final class Watched extends Claims {
        private final AtomicLong word;
        private Runnable onLook = () -> {}; // all is done by the test's thread

        Watched(int size) {
            word = new AtomicLong(initial(size, 0));
        }

        void onLook(Runnable action) {
            onLook = action;
        }

        @Override
        protected long word() {
            Runnable action = onLook;
            onLook = () -> {};
            action.run();
            return word.get();
        }

        @Override
        protected boolean compareAndSet(long expected, long updated) {
            return word.compareAndSet(expected, updated);
        }

        @Override
        public long startNanos() {
            return 0;
        }

        @Override
        protected void startNanos(long nanos) {}
    }

    private static WorkerSeat seat(Puppets pool, int number) {
        return List.copyOf(pool.engine().crew().seats()).get(number);
    }

    private static void beginMap(Puppets pool) {
        Routine routine = Routine.of((TaskFunction<Object, Object>) x -> x);
        new MapAll<>(pool.face(), routine, MapOptions.defaults().chunkSize(2), Long.MAX_VALUE)
                .begin(List.of(1, 2), () -> {});
    }

    /**
     * Contract 5: nothing hangs, ever: a pool that closes waits for the worker, and what comes just then, for the one that takes its
     * place. It is told when it has found nothing to do, and is not idle yet, so that nobody can take its seat from it.
     */
    @Test
    void aWorkerThatIsDismissedWhileItGoesIdleLeaves() {
        List<Consumer<Puppets>> ways =
                List.of(pool -> pool.made(1).beSpent(), pool -> seat(pool, 1).dismiss());
        for (Consumer<Puppets> dismiss : ways) {
            try (Puppets pool = Puppets.open(Workers.threads(2))) {
                Watched watched = new Watched(2);
                Puppet busy = pool.made(0).comeUp();
                busy.claimBy(size -> watched);
                beginMap(pool);
                busy.begin().begin(); // nothing is left for a sibling, which has to look
                watched.onLook(() -> dismiss.accept(pool));

                Puppet leaving = pool.made(1).comeUp();

                assertThat(leaving.isRetired()).isTrue();
                PoolTask<String> late = pool.submit("late");
                pool.made(2).comeUp().work();
                assertThat(late.isDone()).isTrue();
            }
        }
    }

    /** Contract 3: {@code cancel(true)} stops a running task; to let go of the result alone stops none. */
    @Test
    void aTaskThatIsCancelledIsStoppedOnItsWorker() {
        try (Puppets pool = Puppets.open(Workers.threads(2))) {
            PoolTask<String> stopped = pool.submit("stopped");
            Puppet its = pool.made(0).comeUp().begin();
            PoolTask<String> spared = pool.submit("spared");
            Puppet other = pool.made(1).comeUp().begin();

            stopped.cancel(Cancel.RUNNING);
            spared.cancel(Cancel.RESULT_ONLY);

            assertThat(its.interrupted()).containsExactly(0);
            assertThat(other.interrupted()).isEmpty();
        }
    }
}
