// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.twinpool.core.testing.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ExecutorService view refuses: nulls, wherever they are, and everything once it is shut down. */
@SuppressWarnings("FutureReturnValueIgnored") // of what is refused
final class ViewRefusalsTest extends JdkContract {
    ViewRefusalsTest(Kind kind) {
        super(kind);
    }

    /** Ways to end a pool. */
    enum End {
        SHUTDOWN,
        SHUTDOWN_NOW,
        TERMINATED,
        TERMINATE_WORKERS,
        KILL_WORKERS;

        void on(PoolExecutor pool) throws InterruptedException {
            switch (this) {
                case SHUTDOWN -> pool.asExecutorService().shutdown();
                case SHUTDOWN_NOW ->
                    assertThat(pool.asExecutorService().shutdownNow()).isEmpty();
                case TERMINATED -> pool.close();
                case TERMINATE_WORKERS -> pool.terminateWorkers();
                case KILL_WORKERS -> pool.killWorkers();
            }
        }
    }

    private static List<Call<Integer>> withNull() {
        return new ArrayList<>(Arrays.asList(call(() -> 1), null));
    }

    /** JSR-166 JSR166TestCase.assertNullTaskSubmissionThrowsNullPointerException. */
    @Test
    void everyWayToSubmitRefusesNull() {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            assertThatNullPointerException().isThrownBy(() -> service.execute(null));
            assertThatNullPointerException().isThrownBy(() -> service.submit((Callable<Object>) null));
            assertThatNullPointerException().isThrownBy(() -> service.submit((Runnable) null));
            assertThatNullPointerException().isThrownBy(() -> service.submit(null, true));
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testInvokeAny1, testInvokeAll1, testTimedInvokeAny1, testTimedInvokeAll1. */
    @Test
    void nullCollectionsAreRefused() {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            assertThatNullPointerException().isThrownBy(() -> service.invokeAny(null));
            assertThatNullPointerException().isThrownBy(() -> service.invokeAny(null, 1, TimeUnit.DAYS));
            assertThatNullPointerException().isThrownBy(() -> service.invokeAll(null));
            assertThatNullPointerException().isThrownBy(() -> service.invokeAll(null, 1, TimeUnit.DAYS));
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testInvokeAny3, testInvokeAll3, testTimedInvokeAny3, testTimedInvokeAll3. */
    @Test
    void nullElementsAreRefused() {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            assertThatNullPointerException().isThrownBy(() -> service.invokeAny(withNull()));
            assertThatNullPointerException().isThrownBy(() -> service.invokeAny(withNull(), 1, TimeUnit.DAYS));
            assertThatNullPointerException().isThrownBy(() -> service.invokeAll(withNull()));
            assertThatNullPointerException().isThrownBy(() -> service.invokeAll(withNull(), 1, TimeUnit.DAYS));
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testTimedInvokeAnyNullTimeUnit, testTimedInvokeAllNullTimeUnit. */
    @ParameterizedTest
    @EnumSource
    void nullTimeUnitsAreRefused(Face face) throws Exception {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            List<Call<Integer>> calls = List.of(call(() -> 1));
            Future<Integer> ended = face.submit(pool, calls.get(0));
            within(ended);

            assertThatNullPointerException().isThrownBy(() -> service.invokeAny(calls, 1, null));
            assertThatNullPointerException().isThrownBy(() -> service.invokeAll(calls, 1, null));
            assertThatNullPointerException().isThrownBy(() -> service.awaitTermination(1, null));
            assertThatNullPointerException().isThrownBy(() -> ended.get(1, null));
        }
    }

    /** JSR-166 AbstractExecutorServiceTest.testInvokeAny2, testInvokeAll2, testTimedInvokeAny2, testTimedInvokeAll2. */
    @Test
    void ofNoneThereIsNoFirstButThereAreAll() throws Exception {
        List<Call<Integer>> none = List.of();
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            assertThatIllegalArgumentException().isThrownBy(() -> service.invokeAny(none));
            assertThatIllegalArgumentException().isThrownBy(() -> service.invokeAny(none, 1, TimeUnit.DAYS));
            assertThat(service.invokeAll(none)).isEmpty();
            assertThat(service.invokeAll(none, 1, TimeUnit.DAYS)).isEmpty();
            assertThat(service.invokeAll(none, Long.MIN_VALUE, TimeUnit.DAYS)).isEmpty();
        }
    }

    /**
     * OpenJDK ExecutorService/SubmitTest.testExecuteAfterShutdown, testSubmitRunnableAfterShutdown, testSubmitCallableAfterShutdown,
     * InvokeTest.testInvokeAnyAfterShutdown, testInvokeAllAfterShutdown.
     */
    @ParameterizedTest
    @EnumSource
    void nothingIsTakenAfterTheEnd(End end) throws Exception {
        Command command = command(System::gc);
        List<Call<Integer>> calls = List.of(call(() -> 1), call(() -> 2));
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();
            end.on(pool);

            assertRejected(() -> service.execute(command));
            assertRejected(() -> service.submit(command));
            assertRejected(() -> service.submit(command, 1));
            assertRejected(() -> service.submit(calls.get(0)));
            assertRejected(() -> service.invokeAny(calls));
            assertRejected(() -> service.invokeAny(calls, 1, TimeUnit.DAYS));
            assertRejected(() -> service.invokeAll(calls));
            assertRejected(() -> service.invokeAll(calls, 1, TimeUnit.DAYS));
            assertThat(pool.stats().completed()).isZero();
        }
    }

    private static void assertRejected(ThrowingCallable call) {
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(call);
    }
}
