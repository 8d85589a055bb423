// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The thread that reads an input, while its consumer does nothing. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class ReadByThreadTest {
    private static final class Endless implements Iterator<Object> {
        private volatile @Nullable Thread reader;

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Object next() {
            reader = Thread.currentThread();
            return "item";
        }

        boolean isWaitedFor() {
            Thread thread = reader;
            return thread != null && thread.getState() == Thread.State.WAITING;
        }

        boolean isReadNoMore() {
            Thread thread = reader;
            return thread != null && !thread.isAlive();
        }
    }

    /** It lasts as long as its input: a consumer that never comes back would keep it for ever. */
    @Test
    void aReaderThatWaitsForRoomEndsWhenNobodyWantsMore() throws Exception {
        List<BiConsumer<Puppets, Results<?>>> ends = List.of(
                (pool, results) -> results.close(),
                (pool, results) -> pool.face().shutdown());
        for (BiConsumer<Puppets, Results<?>> end : ends) {
            Endless items = new Endless();
            try (Puppets pool = Puppets.open(Workers.threads(1))) {
                Results<Object> results = pool.face()
                        .map(
                                Routine.of((TaskFunction<Object, Object>) item -> item),
                                () -> items,
                                MapOptions.defaults().bufferSize(2),
                                Intake.LAZY,
                                Order.INPUT,
                                Long.MAX_VALUE,
                                pool);
                Eventually.until("a reader that waits", items::isWaitedFor);

                end.accept(pool, results);

                Eventually.until("the end of the reader", items::isReadNoMore);
            }
        }
    }
}
