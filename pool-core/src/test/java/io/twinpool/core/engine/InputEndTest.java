// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.worker.Routine;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the consumer of a map is told of the end of its input. */
class InputEndTest {
    /** How often somebody was told to look at the input again. */
    private static final class Looks implements Receiver {
        private final AtomicInteger count = new AtomicInteger();

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
}
