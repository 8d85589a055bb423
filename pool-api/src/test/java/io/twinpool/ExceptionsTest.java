// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.Serial;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExceptionsTest {
    private static final StackTraceElement[] STACK = {
        new StackTraceElement("com.example.Job", "parse", "Job.java", 12),
        new StackTraceElement("com.example.Job", "call", "Job.java", 7)
    };

    private final Exception cause = new IllegalStateException("boom");

    static Stream<PoolException> all() {
        Exception cause = new IllegalStateException("boom");
        return Stream.of(
                new TaskFailedException(cause),
                new WorkerLostException("pool-1 ended", "pool-1", 4711, OptionalInt.of(137), cause),
                new PoolTimeoutException("no result after 5 s", 3, OptionalLong.of(9)),
                new PoolInterruptedException("interrupted", new InterruptedException()),
                new TaskTimeoutException("task 42 was stopped", Duration.ofSeconds(5), STACK),
                new BrokenPoolException("initializer failed", cause),
                new PoolTerminatedException(4),
                new TaskSerializationException("result: a.b", cause),
                new RemoteTaskException("com.example.DiskFull", "no space left", STACK, cause));
    }

    @ParameterizedTest
    @MethodSource("all")
    void crossesWithMessageCauseAndStack(PoolException exception) throws Exception {
        assertThat(printed(Crossing.of(exception))).isEqualTo(printed(exception));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isUnchecked(PoolException exception) {
        assertThat(exception).isInstanceOf(RuntimeException.class);
    }

    @Test
    void failedTaskIsDescribedByItsCause() {
        assertThat(new TaskFailedException(cause))
                .hasMessage("task failed: java.lang.IllegalStateException: boom")
                .cause()
                .isSameAs(cause);
    }

    @Test
    void failedTaskOutsideAMapHasNoIndex() {
        assertThat(new TaskFailedException(cause).index()).isEmpty();
    }

    @Test
    void failedItemTellsItsIndex() {
        TaskFailedException failed = new TaskFailedException(cause, 7);

        assertThat(failed).hasMessage("item 7 failed: java.lang.IllegalStateException: boom");
        assertThat(failed.index()).hasValue(7);
    }

    @Test
    void failedTaskTakesTheCallersMessage() {
        assertThat(new TaskFailedException("row 3 failed", cause, OptionalLong.of(3)))
                .hasMessage("row 3 failed")
                .extracting(TaskFailedException::index)
                .isEqualTo(OptionalLong.of(3));
    }

    @Test
    void failedTaskIsToldEvenIfItsExceptionCannotDescribeItself() {
        assertThat(new TaskFailedException(new Unspeakable()))
                .hasMessage("task failed: " + Unspeakable.class.getName())
                .hasCauseInstanceOf(Unspeakable.class);
    }

    @Test
    void failedTaskWithoutCauseIsRefused() {
        assertThatThrownBy(() -> new TaskFailedException(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("cause");
    }

    @Test
    void failedItemWithoutCauseIsRefused() {
        assertThatThrownBy(() -> new TaskFailedException(null, 7))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("cause");
    }

    @Test
    void numbersThatAreNullAreRefusedByName() {
        assertThatThrownBy(() -> new TaskFailedException("m", cause, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("index");
        assertThatThrownBy(() -> new PoolTimeoutException("m", 3, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("total");
        assertThatThrownBy(() -> new WorkerLostException("m", "pool-1", 4711, null, cause))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("exitCode");
    }

    @Test
    void failedItemCrossesWithItsIndex() throws Exception {
        assertThat(Crossing.of(new TaskFailedException(cause, 7)).index()).hasValue(7);
    }

    @Test
    void lostWorkerIsNamed() throws Exception {
        WorkerLostException lost = Crossing.of(new WorkerLostException("m", "pool-1", 4711, OptionalInt.of(137), null));

        assertThat(lost.workerName()).isEqualTo("pool-1");
        assertThat(lost.pid()).isEqualTo(4711);
        assertThat(lost.exitCode()).hasValue(137);
    }

    @Test
    void lostWorkerMayHaveNoExitCode() throws Exception {
        WorkerLostException lost = new WorkerLostException("m", "pool-1", -1, OptionalInt.empty(), null);

        assertThat(Crossing.of(lost).exitCode()).isEmpty();
    }

    @Test
    void exitCodeZeroIsAnExitCode() {
        WorkerLostException lost = new WorkerLostException("m", "pool-1", 4711, OptionalInt.of(0), null);

        assertThat(lost.exitCode()).hasValue(0);
    }

    @Test
    void poolTimeoutCountsTheUnfinished() throws Exception {
        PoolTimeoutException timeout = Crossing.of(new PoolTimeoutException("m", 3, OptionalLong.of(9)));

        assertThat(timeout.unfinished()).isEqualTo(3);
        assertThat(timeout.total()).hasValue(9);
    }

    @Test
    void poolTimeoutMayNotKnowTheTotal() {
        assertThat(new PoolTimeoutException("m", 3, OptionalLong.empty()).total())
                .isEmpty();
    }

    @Test
    void taskTimeoutTellsTheLimitAndTheStack() throws Exception {
        TaskTimeoutException timeout = Crossing.of(new TaskTimeoutException("m", Duration.ofSeconds(5), STACK));

        assertThat(timeout.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(timeout.taskStack()).containsExactly(STACK);
    }

    @Test
    void taskTimeoutPrintsTheTasksStackBesideItsOwn() {
        String log = printed(new TaskTimeoutException("task 42 was stopped", Duration.ofSeconds(5), STACK));

        assertThat(log)
                .contains("task 42 was stopped")
                .contains("at " + getClass().getName())
                .contains("Caused by", "the task was here when it was stopped")
                .contains("at com.example.Job.parse(Job.java:12)");
    }

    @Test
    void taskTimeoutWithoutStackHasNoCause() {
        TaskTimeoutException timeout = new TaskTimeoutException("m", Duration.ofSeconds(5), new StackTraceElement[0]);

        assertThat(timeout).hasNoCause();
        assertThat(timeout.taskStack()).isEmpty();
    }

    @Test
    void taskTimeoutKeepsItsStackFromCallers() {
        StackTraceElement[] given = STACK.clone();
        TaskTimeoutException timeout = new TaskTimeoutException("m", Duration.ofSeconds(5), given);

        given[0] = STACK[1];
        timeout.taskStack()[0] = STACK[1];

        assertThat(timeout.taskStack()).containsExactly(STACK);
    }

    @Test
    void terminatedPoolCountsTheOutstanding() throws Exception {
        PoolTerminatedException terminated = Crossing.of(new PoolTerminatedException(4));

        assertThat(terminated.outstanding()).isEqualTo(4);
        assertThat(terminated).hasMessage("pool was terminated with 4 tasks outstanding");
    }

    @Test
    void terminatedPoolCountsOneInTheSingular() {
        assertThat(new PoolTerminatedException(1)).hasMessage("pool was terminated with 1 task outstanding");
    }

    @Test
    void standInTellsTheOriginalClass() throws Exception {
        RemoteTaskException standIn =
                Crossing.of(new RemoteTaskException("com.example.DiskFull", "no space left", STACK, null));

        assertThat(standIn.originalClassName()).isEqualTo("com.example.DiskFull");
        assertThat(standIn).hasToString("io.twinpool.RemoteTaskException: com.example.DiskFull: no space left");
    }

    @Test
    void standInHasMessageAndStackOfTheOriginal() {
        RemoteTaskException standIn = new RemoteTaskException("com.example.DiskFull", "no space left", STACK, cause);

        assertThat(standIn).hasMessage("no space left").hasCause(cause);
        assertThat(standIn.getStackTrace()).containsExactly(STACK);
    }

    @Test
    void standInOfAnExceptionWithoutMessageNamesTheClassAlone() {
        assertThat(new RemoteTaskException("com.example.DiskFull", null, STACK, null))
                .hasToString("io.twinpool.RemoteTaskException: com.example.DiskFull")
                .hasMessage(null);
    }

    @Test
    void brokenPoolMayHaveNoCause() {
        assertThat(new BrokenPoolException("no worker can start", null)).hasNoCause();
    }

    private static String printed(Throwable exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static final class Unspeakable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no words");
        }
    }
}
