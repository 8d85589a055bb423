// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.RemoteTaskException;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Exceptions of forked JVMs that cannot be read back in this one: gh-79492, gh-103061, for which CPython's pool hangs and cannot be ended.
 *
 * <p>API.md 1: {@link RemoteTaskException} stands in for them.
 */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class UnreadableErrorTest {
    private static final List<Integer> ITEMS = List.of(0, 1, -2, 3, -4, 5);

    private static Pool open() {
        return Pool.of(Workers.processes(1).standby(0));
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
            assertThat(standIn.getSuppressed())
                    .hasSize(1)
                    .allSatisfy(reason -> assertThat(reason).hasStackTraceContaining("unreadable on purpose"));
        });
    }

    /** Nobody else has noticed anything, and the pool ends. */
    private static void assertGoesOnAndEnds(Pool pool) throws Exception {
        assertThat(pool.apply(Work::square, 5)).isEqualTo(25);
        assertThat(pool.stats().workersLost()).isZero();
        assertThat(pool.stats().workersStarted()).isEqualTo(1);
        pool.shutdown();
        assertThat(pool.join(WAIT)).isTrue();
    }

    /** gh-79492; API.md 4, settled details: onError gets the task's own exception, here what stands in for it. */
    @Test
    void onErrorHearsOfIt() throws Exception {
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        try (Pool pool = open()) {
            AsyncResult<Integer> unreadable =
                    pool.applyAsync(Work::squareOrUnreadable, -2, Callbacks.onError(heard::complete));
            AsyncResult<Integer> after = pool.applyAsync(Work::squareOrUnreadable, 3);

            assertStandIn(heard.get(WAIT.toNanos(), TimeUnit.NANOSECONDS), "of -2");
            assertStandsIn(() -> unreadable.get(WAIT), "of -2");
            assertStandsIn(() -> pool.apply(Work::squareOrUnreadable, -3), "of -3");
            assertThat(after.get(WAIT)).isEqualTo(9);
            assertGoesOnAndEnds(pool);
        }
    }

    /** Contract 2: every item has its own outcome, whatever the chunk size. */
    @Test
    void itFailsItsOwnItemOfAChunk() throws Exception {
        try (Pool pool = open();
                Results<Integer> results = pool.imap(
                        Work::squareOrUnreadable, ITEMS, MapOptions.defaults().chunkSize(ITEMS.size()))) {
            assertThat(List.of(results.next(), results.next())).containsExactly(0, 1);
            assertStandsIn(results::next, "of -2");
            assertThat(results.next()).isEqualTo(9);
            assertStandsIn(results::next, "of -4");
            assertThat(results.next()).isEqualTo(25);
            assertThat(results.hasNext()).isFalse();
            assertGoesOnAndEnds(pool);
        }
    }

    /** gh-103061; contract 2: map waits for all, then throws the failure with the lowest index, the others suppressed. */
    @Test
    void mapThrowsTheFirst() throws Exception {
        try (Pool pool = open()) {
            assertThatThrownBy(() -> pool.map(Work::squareOrUnreadable, ITEMS, ITEMS.size()))
                    .isInstanceOfSatisfying(TaskFailedException.class, e -> {
                        assertStandIn(e.getCause(), "of -2");
                        assertThat(e.getSuppressed()).hasSize(1);
                        assertStandIn(e.getSuppressed()[0].getCause(), "of -4");
                    });
            assertThat(pool.stats().completed()).isEqualTo(ITEMS.size());
            assertThat(pool.stats().failed()).isEqualTo(2);
            assertGoesOnAndEnds(pool);
        }
    }
}
