// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.RemoteTaskException;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exceptions of forked JVMs that cannot be read back in this one.
 *
 * <p>API.md 1: {@link RemoteTaskException} stands in for them. CPython 3.13 process:422: the whole pool is broken.
 */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class UnreadableErrorTest {
    @TempDir
    Path directory;

    private static PoolExecutor open() {
        return PoolExecutor.of(Workers.processes(1).standby(0));
    }

    private static void assertStandsIn(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(TaskFailedException.class)
                .cause()
                .satisfies(error -> assertStandIn(error, message));
    }

    private static void assertStandIn(Throwable error, String message) {
        assertThat(error).isInstanceOfSatisfying(RemoteTaskException.class, standIn -> {
            assertThat(standIn.originalClassName()).isEqualTo(Work.Unreadable.class.getName());
            assertThat(standIn).hasMessageContaining(message);
            assertThat(standIn.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("squareOrUnreadable"));
            assertThat(standIn.getSuppressed())
                    .hasSize(1)
                    .allSatisfy(reason -> assertThat(reason).hasStackTraceContaining("unreadable on purpose"));
        });
    }

    /** Nobody else has noticed anything. */
    private static void assertGoesOn(PoolExecutor pool) throws Exception {
        assertThat(pool.submit(Work::square, 5).result(WAIT)).isEqualTo(25);
        assertThat(pool.stats().workersLost()).isZero();
        assertThat(pool.stats().workersStarted()).isEqualTo(1);
    }

    /** CPython 3.13 process:422; contract 8: it belongs to its task, and those around it get their results. */
    @Test
    void itFailsItsOwnTask() throws Exception {
        try (PoolExecutor pool = open();
                Gate gate = Gate.in(directory)) {
            PoolFuture<Integer> before = pool.submit(() -> gate.pass(1));
            PoolFuture<Integer> unreadable = pool.submit(Work::squareOrUnreadable, -2);
            PoolFuture<Integer> after = pool.submit(Work::squareOrUnreadable, 3);
            gate.open();

            assertStandsIn(() -> unreadable.result(WAIT), "of -2");
            assertStandIn(unreadable.exception(WAIT).orElseThrow(), "of -2");
            assertThat(before.result(WAIT)).isEqualTo(1);
            assertThat(after.result(WAIT)).isEqualTo(9);
            assertGoesOn(pool);
        }
    }

    /** Contract 2: every item has its own outcome, whatever the chunk size. */
    @Test
    void itFailsItsOwnItemOfAChunk() throws Exception {
        List<Integer> squares = new ArrayList<>();
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(
                        Work::squareOrUnreadable,
                        List.of(0, 1, -2, 3, -4, 5),
                        MapOptions.defaults().chunkSize(6))) {
            squares.add(results.next());
            squares.add(results.next());
            assertStandsIn(results::next, "of -2");
            squares.add(results.next());
            assertStandsIn(results::next, "of -4");
            squares.add(results.next());

            assertThat(results.hasNext()).isFalse();
            assertGoesOn(pool);
        }
        assertThat(squares).containsExactly(0, 1, 9, 25);
    }

    /** Contract 5: nothing hangs: close() returns while such exceptions are on their way, when all have ended. */
    @Test
    void closeReturns() throws Exception {
        PoolExecutor pool = open();
        Results<Integer> results = pool.map(Work::squareOrUnreadable, Collections.nCopies(50, -1));

        Bystander<Boolean> closing = Bystander.calling(() -> {
            pool.close();
            return true;
        });

        assertThat(closing.result()).isTrue();
        assertThat(pool.stats().failed()).isEqualTo(50);
        assertThat(pool.stats().workersLost()).isZero();
        for (int i = 0; i < 50; i++) {
            assertStandsIn(results::next, "of -1");
        }
    }
}
