// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.PoolTerminatedException;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 8: anything Throwable from a task belongs to that task; CPython 3.13 pool:126 catches Exception alone. */
final class ThrowablesTest extends PoolContract {
    private final BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();

    ThrowablesTest(Kind kind) {
        super(kind);
    }

    /** What items throw: the worst, and what the pool itself has a meaning for. */
    enum Thrown {
        ERROR,
        ASSERTION_ERROR,
        OUT_OF_MEMORY,
        STACK_OVERFLOW,
        LINKAGE_ERROR,
        THREAD_DEATH,
        INTERRUPTED,
        CANCELLED,
        REJECTED,
        TIMED_OUT,
        TERMINATED,
        TASK_FAILED,
        SNEAKY;

        Class<?> type() throws Exception {
            return switch (this) {
                case ERROR -> Error.class;
                case ASSERTION_ERROR -> AssertionError.class;
                case OUT_OF_MEMORY -> OutOfMemoryError.class;
                case STACK_OVERFLOW -> StackOverflowError.class;
                case LINKAGE_ERROR -> NoClassDefFoundError.class;
                case THREAD_DEATH -> Class.forName("java.lang.ThreadDeath"); // deprecated, and to be removed
                case INTERRUPTED -> InterruptedException.class;
                case CANCELLED -> CancellationException.class;
                case REJECTED -> RejectedExecutionException.class;
                case TIMED_OUT -> TimeoutException.class;
                case TERMINATED -> PoolTerminatedException.class;
                case TASK_FAILED -> TaskFailedException.class;
                case SNEAKY -> Throwable.class;
            };
        }

        private Throwable made() throws Exception {
            return switch (this) {
                case TERMINATED -> new PoolTerminatedException(3);
                case TASK_FAILED -> new TaskFailedException(new Work.Refusal(7));
                default -> (Throwable) type().getConstructor().newInstance();
            };
        }

        /** In a task: the odd numbers are thrown at. */
        int at(int x) throws Exception {
            if (x % 2 == 0) {
                return x;
            }
            if (this == STACK_OVERFLOW) {
                return Work.overflow(0);
            }
            return Thrown.<RuntimeException>raise(made());
        }

        @SuppressWarnings("unchecked") // whatever it is, as languages without checked exceptions do
        private static <E extends Throwable> int raise(Throwable e) throws E {
            throw (E) e;
        }
    }

    private static void assertFailed(Throwable e, Thrown thrown) {
        try {
            assertThat(e).isExactlyInstanceOf(TaskFailedException.class).cause().isExactlyInstanceOf(thrown.type());
        } catch (Exception other) {
            throw new AssertionError(other);
        }
    }

    private Throwable nextTold() throws InterruptedException {
        return told.poll(WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void aCallFailsWithIt(Thrown thrown) throws Exception {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.apply(thrown::at, 1)).satisfies(e -> assertFailed(e, thrown));
            AsyncResult<Integer> result = pool.applyAsync(
                    thrown::at,
                    1,
                    Callbacks.<Integer>onResult(x -> told.add(new AssertionError("a result: " + x)))
                            .andOnError(told::add));

            assertThat(nextTold()).isExactlyInstanceOf(thrown.type());
            assertThatThrownBy(() -> result.get(WAIT)).satisfies(e -> assertFailed(e, thrown));
            assertThatThrownBy(result::get).satisfies(e -> assertFailed(e, thrown));
            assertThat(result.successful()).isFalse();
            assertThat(pool.stats().failed()).isEqualTo(2);
            assertThat(pool.stats().cancelled()).isZero();
            assertThat(pool.apply(thrown::at, 2)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anItemOfAListFailsWithIt(Thrown thrown) throws Exception {
        List<Integer> items = List.of(0, 1, 2, 3, 4);
        try (Pool pool = open()) {
            for (int chunkSize : new int[] {1, 5}) {
                assertThatThrownBy(() -> pool.map(thrown::at, items, chunkSize)).satisfies(e -> {
                    assertFailed(e, thrown);
                    assertThat(((TaskFailedException) e).index()).hasValue(1);
                    assertThat(e.getSuppressed()).hasSize(1).allSatisfy(other -> assertFailed(other, thrown));
                });
            }
            pool.mapAsync(thrown::at, items, MapOptions.defaults(), Callbacks.onError(told::add));
            assertThat(nextTold()).isExactlyInstanceOf(thrown.type());
            assertThat(pool.map(thrown::at, List.of(2, 4))).containsExactly(2, 4);
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anItemOfALazyMapFailsWithItAndTheIterationGoesOn(Thrown thrown) throws Exception {
        try (Pool pool = open();
                Results<Integer> thrownAt = pool.imap(thrown::at, List.of(0, 1, 2), 2);
                Results<Integer> outcomes = pool.imap(thrown::at, List.of(1, 2))) {
            assertThat(thrownAt.next(WAIT)).isZero();
            assertThatThrownBy(() -> thrownAt.next(WAIT)).satisfies(e -> assertFailed(e, thrown));
            assertThat(thrownAt.next(WAIT)).isEqualTo(2);
            Outcome<Integer> outcome = outcomes.nextOutcome();
            assertThat(outcome).isInstanceOf(Outcome.Failure.class);
            assertThat(((Outcome.Failure<Integer>) outcome).error()).isExactlyInstanceOf(thrown.type());
            assertThat(outcomes.next()).isEqualTo(2);
        }
    }
}
