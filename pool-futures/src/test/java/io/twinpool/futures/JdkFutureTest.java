// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import io.twinpool.core.testing.Work.Refusal;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both futures as a {@link Future}: what they give, and what they say of themselves. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class JdkFutureTest extends JdkContract {
    JdkFutureTest(Kind kind) {
        super(kind);
    }

    /** JSR-166 FutureTaskTest.testRun, testIsDone: done once it has a result, and that for ever. */
    @ParameterizedTest
    @EnumSource
    void aResultStays(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> Work.square(3));

            assertThat(within(future)).isEqualTo(9);

            assertThat(future.get()).isEqualTo(9);
            assertThat(future.get(0, TimeUnit.DAYS)).isEqualTo(9);
            assertThat(future.get(Long.MIN_VALUE, TimeUnit.DAYS)).isEqualTo(9);
            assertThat(future.isDone()).isTrue();
            assertThat(future.isCancelled()).isFalse();
        }
    }

    /** JSR-166 FutureTaskTest.testGet_ExecutionException: the same cause for everybody, in an exception of their own. */
    @ParameterizedTest
    @EnumSource
    void aFailureStays(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> future = face.submit(pool, () -> Work.refuse(3));

            ExecutionException one = failure(future);
            ExecutionException other = failure(future);

            assertThat(one).isNotSameAs(other).hasCauseInstanceOf(Refusal.class);
            assertThat(other).cause().isSameAs(one.getCause());
            assertThat(future.isDone()).isTrue();
            assertThat(future.isCancelled()).isFalse();
        }
    }

    /** JSR-166 FutureTaskTest.testSetException: an Error is a failure like any other, and so is what the JDK throws itself. */
    @ParameterizedTest
    @EnumSource
    void whateverIsThrownIsTheCause(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            assertThat(failure(face.submit(pool, () -> Work.hurl(new AssertionError("an error")))))
                    .hasCauseInstanceOf(AssertionError.class);
            assertThat(failure(face.submit(pool, () -> Work.hurl(new CancellationException("mine")))))
                    .hasCauseInstanceOf(CancellationException.class);
            assertThat(failure(face.submit(pool, () -> Work.hurl(new InterruptedException("mine")))))
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(failure(face.submit(pool, () -> Work.hurl(new TimeoutException("mine")))))
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(failure(face.submit(pool, () -> Work.hurl(new ExecutionException(new Refusal(1))))))
                    .hasCauseInstanceOf(ExecutionException.class);
        }
    }

    /** Contract 9: a task neither sees the interrupt of the thread that submits it, nor leaves it one, nor takes it away. */
    @ParameterizedTest
    @EnumSource
    void taskAndCallerDoNotShareInterrupts(Face face) throws Exception {
        try (PoolExecutor pool = open(1)) {
            Bystander<Boolean> interrupted = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                Future<Boolean> seen =
                        face.submit(pool, () -> Thread.currentThread().isInterrupted());
                boolean kept = Thread.interrupted();
                return kept && !within(seen);
            });
            Bystander<Boolean> calm = Bystander.calling(() -> {
                Future<Integer> rough = face.submit(pool, () -> {
                    Thread.currentThread().interrupt();
                    return 1;
                });
                boolean left = Thread.currentThread().isInterrupted();
                return !left && within(rough) == 1;
            });

            assertThat(interrupted.result()).isTrue();
            assertThat(calm.result()).isTrue();
        }
    }

    /** JSR-166 FutureTaskTest.testToString_normal, testToString_exception; the pool's own future in words of this pool. */
    @ParameterizedTest
    @EnumSource
    void itsNameSaysItsState(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            Future<Integer> good = face.submit(pool, () -> 1);
            Future<Integer> bad = face.submit(pool, () -> Work.refuse(2));
            within(good);
            failure(bad);

            assertThat(good).hasToString(name(face, "returned", "Completed normally"));
            assertThat(bad).hasToString(name(face, "failed", "Completed exceptionally"));
        }
    }

    private static String name(Face face, String pools, String views) {
        return face == Face.POOL ? "PoolFuture[" + pools + "]" : "Future[" + views + "]";
    }

    /** JSR-166 FutureTaskTest.testToString_incomplete, testToString_cancelled. */
    @ParameterizedTest
    @EnumSource
    void itsNameSaysThatItWaitsOrRuns(Face face) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            Future<Integer> running = face.submit(pool, waiting(gate, 1));
            face.submit(pool, waiting(gate, 2));
            Future<Integer> waiting = face.submit(pool, () -> 3);
            gate.awaitArrivals(2);

            assertThat(running).hasToString(name(face, "running", "Not completed, running"));
            assertThat(waiting).hasToString(name(face, "waiting", "Not completed, waiting"));
            waiting.cancel(true);
            assertThat(waiting).hasToString(name(face, "cancelled", "Cancelled"));
        }
    }

    /** Package java.util.concurrent, memory consistency: submit and get. */
    @ParameterizedTest
    @EnumSource
    void plainWritesAreSeenAcrossSubmitAndGet(Face face) throws Exception {
        assumeSharedMemory();
        int[] cell = {0};
        try (PoolExecutor pool = open()) {
            for (int i = 0; i < 500; i++) {
                cell[0]++;
                assertThat(within(face.submit(pool, () -> ++cell[0]))).isEqualTo(2 * i + 2);
                assertThat(cell[0]).isEqualTo(2 * i + 2);
            }
        }
    }
}
