// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.PoolInterruptedException;
import io.twinpool.Results;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Inputs whose iterators leave an interrupt behind, where the thread that reads them is the pool's own. */
final class InterruptedInputTest extends FuturesContract {
    InterruptedInputTest(Kind kind) {
        super(kind);
    }

    /** Contract 9: interrupts never leak; this one would end the wait for room in the queue. */
    @Test
    void anInterruptThatTheIteratorLeavesBehindEndsNothing() {
        assumeWorkersOfTheirOwn();
        Iterable<Integer> items = () -> IntStream.range(0, 100)
                .peek(item -> Thread.currentThread().interrupt())
                .iterator();
        try (PoolExecutor pool = PoolExecutor.of(workers(1).queueCapacity(1));
                Results<Integer> results =
                        pool.map(Work::square, items, MapOptions.defaults().bufferSize(10))) {
            assertThat(results.toList())
                    .isEqualTo(IntStream.range(0, 100).map(i -> i * i).boxed().toList());
        }
    }

    /** API.md 4: "An input iterator that throws: its exception comes out of next() at its place, as it is; also for the eager executor.map." */
    @Test
    void anInterruptOfTheIteratorsOwnWaitComesOutAtItsPlace() {
        PoolInterruptedException mine =
                new PoolInterruptedException("of another pool's results", new InterruptedException());
        Iterable<Integer> items = () -> new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (given == 2) {
                    Thread.currentThread().interrupt();
                    throw mine;
                }
                return given++;
            }
        };
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(Work::square, items)) {
            assertThat(Thread.interrupted()).isTrue();
            assertThat(results.next()).isZero();
            assertThat(results.next()).isOne();
            assertThatThrownBy(results::next).isSameAs(mine);
            assertThat(results.hasNext()).isFalse();
        }
    }
}
