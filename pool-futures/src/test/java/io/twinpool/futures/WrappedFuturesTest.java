// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Logged;
import io.twinpool.core.testing.Work;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** {@code await} and {@code asCompleted} over an application's own futures, each of which passes everything on to one of a pool. */
final class WrappedFuturesTest extends FuturesContract {
    WrappedFuturesTest(Kind kind) {
        super(kind);
    }

    @SuppressWarnings("unchecked") // a proxy has no type arguments
    private static <R> PoolFuture<R> wrapped(PoolFuture<R> future) {
        return (PoolFuture<R>) Proxy.newProxyInstance(
                PoolFuture.class.getClassLoader(), new Class<?>[] {PoolFuture.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    try {
                        return method.invoke(future, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** CPython 3.13 base:263 ALL_COMPLETED. */
    @Test
    void allCompletedWaitsForTheirEnds() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> first = wrapped(pool.submit(() -> gate.pass(1)));
            PoolFuture<Integer> second = wrapped(pool.submit(Work::refuse, 2));
            List<PoolFuture<Integer>> both = List.of(first, second);
            Bystander<DoneAndNotDone<Integer>> waiter =
                    Bystander.calling(() -> Futures.await(both, ReturnWhen.ALL_COMPLETED, WAIT));
            waiter.awaitBlocked();

            gate.open();

            assertThat(waiter.result().done()).containsExactly(first, second);
        }
    }

    /** CPython 3.13 base:295 FIRST_EXCEPTION. */
    @Test
    void theirFailuresAreSeen() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = wrapped(pool.submit(() -> gate.pass(1)));
            PoolFuture<Integer> bad = wrapped(pool.submit(Work::refuse, 2));

            DoneAndNotDone<Integer> seen = Futures.await(List.of(blocked, bad), ReturnWhen.FIRST_EXCEPTION, WAIT);

            assertThat(seen.done()).containsExactly(bad);
            assertThat(seen.notDone()).containsExactly(blocked);
        }
    }

    /** CPython 3.13 base:295: {@code not f.cancelled() and f.exception() is not None}. */
    @Test
    void thatTheyWereCancelledIsNoFailure() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Logged logged = new Logged();
                PoolExecutor pool = openOne();
                Gate gate = gate()) {
            PoolFuture<Integer> blocked = wrapped(pool.submit(() -> gate.pass(1)));
            gate.awaitArrivals(1);
            PoolFuture<Integer> cancelled = wrapped(pool.submit(Work::square, 2));
            assertThat(cancelled.cancel()).isTrue();
            Bystander<DoneAndNotDone<Integer>> waiter = Bystander.calling(
                    () -> Futures.await(List.of(blocked, cancelled), ReturnWhen.FIRST_EXCEPTION, WAIT));
            waiter.awaitBlocked();

            gate.open();

            assertThat(waiter.result().notDone()).isEmpty();
            assertThat(logged.from(Level.WARNING)).isEmpty(); // nor did a callback fail, which asked for one
        }
    }

    /** API.md 2: what comes is what was given, be it whose it is. */
    @Test
    void theyComeAsTheyComplete() {
        try (PoolExecutor pool = open()) {
            PoolFuture<Integer> own = pool.submit(Work::square, 2);
            PoolFuture<Integer> wrapped = wrapped(pool.submit(Work::square, 3));
            List<PoolFuture<Integer>> came = new ArrayList<>();

            Futures.asCompleted(List.of(wrapped, own), WAIT).forEach(came::add);

            assertThat(came).containsExactlyInAnyOrder(own, wrapped);
        }
    }
}
