// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the consumer of a map is told of the end of its input. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class InputEndTest {
    /** How often somebody was told to look at the input again. */
    private static final class Looks implements Receiver {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void expect(Segment segment, int at) {}

        @Override
        public boolean followsSegments() {
            return false;
        }

        @Override
        public void returned(Segment segment, int at) {}

        @Override
        public void ended(Segment segment, int at) {}

        @Override
        public void returned(int items) {}

        @Override
        public boolean wantsEachOutcome() {
            return true;
        }

        @Override
        public void inputMoved() {
            count.incrementAndGet();
        }
    }

    /**
     * API.md 4: a map whose input was not read to its end when the pool shut down does not wait for it. The reader goes into the user's
     * iterator just after the consumer, told of the shutdown, has seen it outside.
     */
    @Test
    void aReaderThatGoesIntoTheIteratorAfterTheShutdownSaysSo() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Looks looks = new Looks();
            TaskFunction<Object, Object> same = item -> item;
            MapRun run = new MapRun(pool.face(), Routine.of(same), MapOptions.defaults(), Long.MAX_VALUE, looks);
            int[] inside = new int[1];
            MapInput[] input = new MapInput[1];
            Iterable<Object> blocking = () -> new Iterator<>() {
                @Override
                public boolean hasNext() {
                    assertThat(input[0].isOver()).isTrue();
                    inside[0] = looks.count.get();
                    return false;
                }

                @Override
                public Object next() {
                    throw new AssertionError("none");
                }
            };
            input[0] = new MapInput(run, blocking);
            input[0].reject();
            assertThat(input[0].isOver()).isFalse();
            int before = looks.count.get();

            input[0].read(1);

            assertThat(inside[0]).isGreaterThan(before);
            assertThat(input[0].isEnded()).isTrue();
            assertThat(input[0].error()).isNull();
        }
    }

    private static MapInput input(Puppets pool, Looks looks) {
        TaskFunction<Object, Object> same = item -> item;
        MapRun run = new MapRun(pool.face(), Routine.of(same), MapOptions.defaults(), Long.MAX_VALUE, looks);
        MapInput input = new MapInput(run, List.of());
        pool.face().opened(input);
        return input;
    }

    /** Contract 5: nothing hangs, ever: a consumer that waits for an item must not wait on when none follows. */
    @Test
    void theConsumerIsToldThatNothingFollows() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Looks looks = new Looks();
            MapInput input = input(pool, looks);

            input.read(1);

            assertThat(input.isEnded()).isTrue();
            assertThat(looks.count).hasValue(1);
        }
    }

    /** A pool in use for long would keep the input of each map, and with it the map. */
    @Test
    void thePoolHasNoMoreToDoWithAnInputThatHasEnded() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Looks looks = new Looks();
            MapInput input = input(pool, looks);
            input.read(1);
            int before = looks.count.get();

            pool.face().shutdown();

            assertThat(looks.count).hasValue(before);
            assertThat(input.error()).isNull();
        }
    }

    /** An input that comes to its end when it is told to. */
    private static final class Ending implements Iterator<Object> {
        private final CountDownLatch inside = new CountDownLatch(1);
        private volatile boolean over;

        @Override
        public boolean hasNext() {
            inside.countDown();
            while (!over) {
                Thread.onSpinWait();
            }
            return false;
        }

        @Override
        public Object next() {
            throw new AssertionError("none");
        }
    }

    private static Results<Object> map(Face face, Iterable<?> items, Object keeper) {
        TaskFunction<Object, Object> same = item -> item;
        MapOptions two = MapOptions.defaults().bufferSize(2);
        return face.map(Routine.of(same), items, two, Intake.LAZY, Order.INPUT, Long.MAX_VALUE, keeper);
    }

    /** The race: while the consumer looks, the reader comes back from the user's iterator, which has nothing more. */
    @Test
    void whatHasNextSaysOfAnInputThatEndsJustThenIsTrue() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            for (int i = 0; i < 100; i++) {
                Face face = Face.over(pool.engine(), pool);
                Ending ending = new Ending();
                Results<Object> results = map(face, () -> ending, pool);
                ending.inside.await();
                face.shutdown();

                ending.over = true;
                for (int pause = i % 16; pause > 0; pause--) {
                    Thread.onSpinWait();
                }

                if (results.hasNext()) {
                    assertThatThrownBy(results::next).isInstanceOf(RejectedExecutionException.class);
                }
            }
        }
    }

    /** An endless input whose iterator leaves interrupts behind, in this thread of the pool's own. */
    private static final class Interrupting implements Iterator<Object> {
        private volatile @Nullable Thread reader;

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Object next() {
            reader = Thread.currentThread();
            Thread.currentThread().interrupt();
            return "item";
        }

        boolean isAtRest() {
            Thread thread = reader;
            return thread != null && thread.getState() == Thread.State.WAITING && !thread.isInterrupted();
        }
    }

    /** It would spin: a park returns at once while the flag is set. */
    @Test
    void aReaderWaitsForRoomThoughItsIteratorLeavesAnInterruptBehind() throws Exception {
        Interrupting items = new Interrupting();
        try (Puppets pool = Puppets.open(Workers.threads(1));
                Results<Object> results = map(pool.face(), () -> items, pool)) {
            Eventually.until("a reader at rest", items::isAtRest);

            Objects.requireNonNull(items.reader).interrupt();

            Eventually.until("the reader at rest again", items::isAtRest);
            assertThat(results.size()).isEmpty();
        }
    }

    /** Contract 5: nothing hangs, ever. Nobody but the reader would say that it reads no more. */
    @Test
    void whatEndsTheReaderComesOutBehindWhatItHasRead() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Puppet worker = pool.made(0).comeUp();
            worker.runOutOfMemory(); // it is woken by the reader
            Results<Object> results = map(
                    pool.face(),
                    () -> Stream.<Object>iterate(0, i -> (int) i + 1).iterator(),
                    pool);
            Eventually.until("the worker woken", () -> !worker.isAboutToFail());
            worker.die();
            pool.await(2).comeUp().work();

            assertThat(results.next()).isEqualTo(0);
            assertThatThrownBy(results::next).isInstanceOf(OutOfMemoryError.class);
        }
    }
}
