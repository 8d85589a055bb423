// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Garbage;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@link java.util.concurrent.FutureTask} lets go of its callable at the end: a list of results is no list of arguments. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class KeptFuturesTest extends FuturesContract {
    KeptFuturesTest(Kind kind) {
        super(kind);
    }

    private static final class Large implements Serializable {
        private static final long serialVersionUID = 1;

        private final byte[] bytes = new byte[1000];

        int size() {
            return bytes.length;
        }

        int fail() {
            throw new IllegalStateException("of " + bytes.length);
        }
    }

    private static <R> Kept<R> kept(Large argument, java.util.function.Function<Large, R> submit) {
        return new Kept<>(submit.apply(argument), new WeakReference<>(argument));
    }

    private record Kept<R>(R future, WeakReference<Large> argument) {
        void awaitForgotten() throws InterruptedException {
            Garbage.collectUntil("the argument is collected", () -> argument.refersTo(null));
            assertThat(future).isNotNull();
        }
    }

    @Test
    void aFutureThatHasEndedKeepsNoArgument() throws Exception {
        try (PoolExecutor pool = open()) {
            Kept<PoolFuture<Integer>> returned = kept(new Large(), large -> pool.submit(Large::size, large));
            Kept<PoolFuture<Integer>> captured = kept(new Large(), large -> pool.submit(() -> large.size()));
            Kept<PoolFuture<Integer>> failed = kept(new Large(), large -> pool.submit(Large::fail, large));

            assertThat(returned.future().result(WAIT)).isEqualTo(1000);
            assertThat(captured.future().result(WAIT)).isEqualTo(1000);
            assertThat(failed.future().exception(WAIT)).isPresent();

            returned.awaitForgotten();
            captured.awaitForgotten();
            failed.awaitForgotten();
        }
    }

    @Test
    void aFutureOfTheViewThatHasEndedKeepsNoCallable() throws Exception {
        try (PoolExecutor pool = open()) {
            Kept<Future<Integer>> kept = kept(
                    new Large(),
                    large -> pool.asExecutorService().submit((Callable<Integer> & Serializable) () -> large.size()));

            assertThat(get(kept.future())).isEqualTo(1000);

            kept.awaitForgotten();
        }
    }

    private static int get(Future<Integer> future) throws InterruptedException, ExecutionException {
        try {
            return future.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** It may wait in the queue for long until a worker passes it by. */
    @Test
    void aTaskThatWasCancelledInTheQueueKeepsNoArgument() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = openOne();
                Gate gate = gate()) {
            pool.submit(() -> gate.pass());
            gate.awaitArrivals(1);
            pool.submit(Work::square, 1); // may be on its way to the worker
            Kept<PoolFuture<Integer>> cancelled = kept(new Large(), large -> pool.submit(Large::size, large));

            assertThat(cancelled.future().cancel()).isTrue();

            cancelled.awaitForgotten();
        }
    }
}
