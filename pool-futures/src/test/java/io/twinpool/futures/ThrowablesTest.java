// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Contract 8: anything Throwable belongs to its task: the odd ones. */
@SuppressWarnings("DoNotCallSuggester") // they are there to be called
final class ThrowablesTest extends FuturesContract {
    ThrowablesTest(Kind kind) {
        super(kind);
    }

    /** With a message that cannot be told, nor anything else of it. */
    static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no words");
        }
    }

    /** Which has no cause that could be asked for. */
    static final class Causeless extends Error {
        private static final long serialVersionUID = 1;

        Causeless() {
            super("causeless");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }
    }

    /** Which is its own cause, by a detour. */
    static RuntimeException circular() {
        RuntimeException first = new RuntimeException("first");
        first.initCause(new RuntimeException("second", first));
        return first;
    }

    private static PoolFuture<Integer> hurl(PoolExecutor pool, Throwable throwable) {
        return pool.submit(Work::hurl, throwable);
    }

    /** The pool that has had such a task works, with the workers that it had. */
    private static void assertGoesOn(PoolExecutor pool) throws Exception {
        assertThat(pool.submit(Work::square, 3).result(WAIT)).isEqualTo(9);
        assertThat(pool.stats().workersLost()).isZero();
    }

    /** The JDK's ThreadDeath, by its name: it is deprecated for removal. */
    private static Throwable threadDeath() throws ReflectiveOperationException {
        return Class.forName("java.lang.ThreadDeath")
                .asSubclass(Throwable.class)
                .getConstructor()
                .newInstance();
    }

    static int die() throws Exception {
        return Work.hurl(threadDeath());
    }

    /** Contract 8: ThreadDeath is an Error like any other: the thread does not die of it. */
    @Test
    void threadDeathEndsNoWorker() throws Exception {
        try (PoolExecutor pool = open(1)) {
            assertThat(pool.submit(ThrowablesTest::die).exception(WAIT))
                    .hasValueSatisfying(
                            error -> assertThat(error.getClass().getName()).isEqualTo("java.lang.ThreadDeath"));

            assertGoesOn(pool);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    static int hurlSpeechless() {
        throw new Speechless();
    }

    /** Contract 8: an exception that throws when it is asked for its message fails its task, and nothing else. */
    @Test
    void anExceptionWithoutWordsFailsItsTask() throws Exception {
        try (PoolExecutor pool = openOne()) {
            PoolFuture<Integer> future = pool.submit(ThrowablesTest::hurlSpeechless);

            assertThat(future.exception(WAIT)).isPresent();
            assertThatThrownBy(future::result).isInstanceOf(TaskFailedException.class);
            assertThat(future.toString()).isNotEmpty();
            assertThat(Bystander.calling(future::get).failure() instanceof ExecutionException)
                    .isTrue(); // its own words would throw
            assertGoesOn(pool);
        }
    }

    static int failIfNegative(int x) {
        if (x < 0) {
            throw new Speechless();
        }
        return x;
    }

    /** Contract 2 and 8: ... or its item. */
    @Test
    void anExceptionWithoutWordsFailsItsItem() throws Exception {
        try (PoolExecutor pool = openOne();
                Results<Integer> results = pool.map(
                        ThrowablesTest::failIfNegative,
                        List.of(1, -1, 2),
                        MapOptions.defaults().chunkSize(3))) {
            assertThat(results.next()).isEqualTo(1);
            assertThatThrownBy(results::next).isInstanceOf(TaskFailedException.class);
            assertThat(results.next()).isEqualTo(2);
            assertGoesOn(pool);
        }
    }

    static int hurlCauseless() {
        throw new Causeless();
    }

    /** Contract 8: ... one that throws when it is asked for its cause. */
    @Test
    void anErrorWithoutACauseFailsItsTask() throws Exception {
        try (PoolExecutor pool = openOne()) {
            PoolFuture<Integer> future = pool.submit(ThrowablesTest::hurlCauseless);

            assertThat(future.exception(WAIT)).isPresent();
            assertThatThrownBy(future::result).isInstanceOf(TaskFailedException.class);
            assertGoesOn(pool);
        }
    }

    static int hurlCircular() {
        throw circular();
    }

    /** Contract 8: ... and one whose causes lead back to it. */
    @Test
    void anExceptionThatIsItsOwnCauseFailsItsTask() throws Exception {
        try (PoolExecutor pool = openOne()) {
            PoolFuture<Integer> future = pool.submit(ThrowablesTest::hurlCircular);

            assertThat(future.exception(WAIT))
                    .hasValueSatisfying(error -> assertThat(error.getMessage()).isEqualTo("first"));
            assertGoesOn(pool);
        }
    }

    /** API.md 4, settled details: an item of a map that throws CancellationException itself has failed, too. */
    @Test
    void anItemThatThrowsCancellationHasFailed() throws Exception {
        try (PoolExecutor pool = openOne();
                Results<Integer> results = pool.map(Work::hurl, List.of(new CancellationException("mine")))) {
            assertThatThrownBy(results::next)
                    .isInstanceOf(TaskFailedException.class)
                    .cause()
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("mine");
            assertThat(pool.stats().failed()).isEqualTo(1);
            assertThat(pool.stats().cancelled()).isZero();
        }
    }

    /** API.md 4, settled details: ... of a future, however it is asked. */
    @Test
    void aTaskThatThrowsCancellationIsNoCancelledFuture() throws Exception {
        try (PoolExecutor pool = openOne()) {
            PoolFuture<Integer> future = hurl(pool, new CancellationException("mine"));

            assertThat(future.exception(WAIT)).containsInstanceOf(CancellationException.class);
            assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
            assertThat(future.toCompletableFuture().isCompletedExceptionally()).isTrue();
            assertThat(Futures.await(List.of(future), ReturnWhen.FIRST_EXCEPTION)
                            .done())
                    .containsExactly(future);
            assertThat(pool.stats().cancelled()).isZero();
            assertThat(pool.stats().failed()).isEqualTo(1);
        }
    }

    /** Contract 8 and 9: InterruptedException thrown by a task that nobody interrupted is its own; no flag is left to anybody. */
    @Test
    void anInterruptedExceptionOfTheTasksOwnInterruptsNobody() throws Exception {
        try (PoolExecutor pool = openOne()) {
            PoolFuture<Integer> future = hurl(pool, new InterruptedException("mine"));
            PoolFuture<Boolean> next = pool.submit(() -> Thread.currentThread().isInterrupted());

            assertThatThrownBy(future::result)
                    .isInstanceOf(TaskFailedException.class)
                    .cause()
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("mine");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(future.isCancelled()).isFalse();
            assertThat(next.result(WAIT)).isFalse();
        }
    }
}
