// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Task;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.worker.Routine;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * API.md 4: "close(), join() and awaitTermination return after the callbacks have run": also the one of a task that has ended before
 * whoever submitted it could ask for its callback.
 */
@Timeout(60)
final class HeldFaceTest {
    private static final Routine TASK = Routine.of((Task<String>) () -> "done");
    private static final Routine FUNCTION = Routine.of((TaskFunction<Integer, Integer>) x -> x);

    /** It is asked for before a worker could be done. */
    @Test
    void nothingSettlesBeforeTheCallbackHasRun() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            pool.onRetire(Puppet::leave);
            Face face = pool.face();
            Puppet worker = pool.made(0).comeUp();
            CountDownLatch isCalled = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);

            face.submit(TASK, null, Long.MAX_VALUE, task -> {
                assertThat(face.counts().submitted()).isZero();
                task.callBackInTurn(() -> {
                    isCalled.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
            });
            worker.work();
            face.shutdown();

            isCalled.await();
            assertThat(face.awaitTermination(0)).isFalse();
            goOn.countDown();
            assertThat(face.awaitTermination(Long.MAX_VALUE)).isTrue();
        }
    }

    /** There is no memory for waking the worker: the call says so, and nobody else. */
    @Test
    void whatCannotBeBroughtForgetsItsCallback() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            pool.onRetire(Puppet::leave);
            Face face = pool.face();
            AtomicInteger calls = new AtomicInteger();
            pool.made(0).comeUp().runOutOfMemory();

            assertThatThrownBy(() -> face.submit(
                            TASK, null, Long.MAX_VALUE, task -> task.callBackInTurn(calls::incrementAndGet)))
                    .isInstanceOf(OutOfMemoryError.class);

            face.shutdown();
            face.awaitCallbacks();
            assertThat(calls).hasValue(0);
        }
    }

    /** Nobody is told of it but by the call. */
    @Test
    void whatIsRefusedForgetsItsCallback() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            pool.onRetire(Puppet::leave);
            Face face = pool.face();
            pool.made(0).comeUp();
            AtomicInteger calls = new AtomicInteger();
            Consumer<Promise<?>> asks = promise -> {
                promise.callBackInTurn(calls::incrementAndGet);
                face.shutdown(); // just now
            };

            assertThatThrownBy(() -> face.submit(TASK, null, Long.MAX_VALUE, asks))
                    .isInstanceOf(RejectedExecutionException.class);

            assertThat(face.awaitTermination(Long.MAX_VALUE)).isTrue();
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    void soDoesAList() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            pool.onRetire(Puppet::leave);
            Face face = pool.face();
            pool.made(0).comeUp();
            AtomicInteger calls = new AtomicInteger();
            Consumer<Promise<List<Object>>> asks = promise -> {
                promise.callBackInTurn(calls::incrementAndGet);
                face.shutdown();
            };

            assertThatThrownBy(() -> face.mapAll(FUNCTION, List.of(1), MapOptions.defaults(), Long.MAX_VALUE, asks))
                    .isInstanceOf(RejectedExecutionException.class);

            assertThat(face.awaitTermination(Long.MAX_VALUE)).isTrue();
            assertThat(calls).hasValue(0);
        }
    }

    /** Its iterator may block: nobody waits for that. */
    @Test
    void readingHoldsNothing() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            pool.onRetire(Puppet::leave);
            Face face = pool.face();
            Puppet worker = pool.made(0).comeUp();
            Iterable<Integer> items = () -> {
                face.shutdown();
                assertThat(worker.isRetired()).isTrue();
                return List.of(1).iterator();
            };

            assertThatThrownBy(() -> face.mapAll(FUNCTION, items, MapOptions.defaults(), Long.MAX_VALUE, all -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }
}
