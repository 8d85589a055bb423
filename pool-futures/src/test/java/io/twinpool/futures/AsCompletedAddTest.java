// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.PoolTimeoutException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Garbage;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code AsCompleted.add}, which CPython has not: from whom it comes, of what, and when it is too late. */
@SuppressWarnings("try") // close() is part of the test
final class AsCompletedAddTest extends FuturesContract {
    AsCompletedAddTest(Kind kind) {
        super(kind);
    }

    /** API.md 2, AsCompleted.add while iterating: what another thread adds reaches a consumer that waits. */
    @Test
    void aConsumerThatWaitsGetsWhatAnotherThreadAdds() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> added = pool.submit(Work::square, 3);
            assertThat(added.result(WAIT)).isEqualTo(9);
            try (AsCompleted<Integer> completed = Futures.asCompleted(List.of(blocked))) {
                Bystander<PoolFuture<Integer>> consumer =
                        Bystander.calling(completed.iterator()::next).awaitBlocked();

                completed.add(added);

                assertThat(consumer.result()).isSameAs(added);
                assertThat(completed.size()).isEqualTo(2);
            }
        }
    }

    /** API.md 2: each once, whoever adds it, and how many there are is known at once. */
    @Test
    void whatManyThreadsAddComesOnce() throws Exception {
        try (PoolExecutor pool = open();
                AsCompleted<Integer> completed = Futures.asCompleted(List.of())) {
            List<PoolFuture<Integer>> futures = IntStream.range(0, 200)
                    .mapToObj(i -> pool.submit(Work::square, i))
                    .toList();
            List<Bystander<Integer>> adders = IntStream.range(0, 3)
                    .mapToObj(i -> Bystander.calling(() -> {
                        futures.forEach(completed::add);
                        return completed.size();
                    }))
                    .toList();
            for (Bystander<Integer> adder : adders) {
                assertThat(adder.result()).isEqualTo(200);
            }

            List<PoolFuture<Integer>> given = new ArrayList<>();
            completed.forEach(given::add);
            assertThat(given).containsExactlyInAnyOrderElementsOf(futures);
        }
    }

    /** API.md 2: futures that have ended, however they did, come as soon as they are added. */
    @Test
    void whatHasEndedComesAtOnce() throws Exception {
        try (PoolExecutor pool = open();
                AsCompleted<Integer> completed = Futures.asCompleted(List.of())) {
            PoolFuture<Integer> succeeded = pool.submit(Work::square, 3);
            PoolFuture<Integer> failed = pool.submit(Work::refuse, 3);
            Futures.await(List.of(succeeded, failed), ReturnWhen.ALL_COMPLETED, WAIT);

            Iterator<PoolFuture<Integer>> iterator = completed.add(succeeded).iterator();
            assertThat(iterator.next()).isSameAs(succeeded);
            completed.add(failed);
            assertThat(iterator.next()).isSameAs(failed);
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    /** CPython 3.13 base:199: futures of different executors mix; here also those that are added. */
    @Test
    void aFutureOfAnotherPoolMayBeAdded() {
        try (PoolExecutor pool = open();
                PoolExecutor other = PoolExecutor.threads(1);
                AsCompleted<Integer> completed = Futures.asCompleted(List.of(pool.submit(Work::square, 3)))) {
            completed.add(other.submit(Work::square, 4));

            List<Integer> results = new ArrayList<>();
            completed.forEach(future -> results.add(future.result()));
            assertThat(results).containsExactlyInAnyOrder(9, 16);
        }
    }

    /** API.md 4, settled details: after close() there is nothing more: what is added then is left to itself. */
    @Test
    void whatIsAddedAfterTheCloseDoesNotCome() {
        try (PoolExecutor pool = open();
                AsCompleted<Integer> completed = Futures.asCompleted(List.of(pool.submit(Work::square, 3)))) {
            completed.close();
            PoolFuture<Integer> added = pool.submit(Work::square, 4);

            completed.add(added);

            assertThat(completed.iterator().hasNext()).isFalse();
            assertThatThrownBy(completed.iterator()::next).isInstanceOf(NoSuchElementException.class);
            assertThat(added.result()).isEqualTo(16);
        }
    }

    /** API.md 1, PoolTimeoutException: the iteration ends with the deadline; what is added then does not begin it again. */
    @Test
    void whatIsAddedAfterTheDeadlineDoesNotCome() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate();
                AsCompleted<Integer> completed =
                        Futures.asCompleted(List.of(pool.submit(() -> gate.pass(1))), Duration.ZERO)) {
            assertThatThrownBy(completed.iterator()::next).isInstanceOf(PoolTimeoutException.class);

            completed.add(pool.submit(Work::square, 4));

            assertThat(completed.iterator().hasNext()).isFalse();
            assertThatThrownBy(completed.iterator()::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    private static WeakReference<AsCompleted<Integer>> addedAfterClose(PoolFuture<Integer> future) {
        AsCompleted<Integer> completed = Futures.asCompleted(List.of());
        completed.close();
        return new WeakReference<>(completed.add(future));
    }

    /** CPython 3.13 base:199: as_completed leaves no waiter on a future when it ends. */
    @Test
    void aFutureAddedAfterTheCloseKeepsNothing() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            WeakReference<AsCompleted<Integer>> closed = addedAfterClose(future);

            Garbage.collectUntil("collected", () -> closed.refersTo(null));
        }
    }
}
