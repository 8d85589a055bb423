// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Kind;
import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an exception that nobody could get: of a command given to {@code execute}. */
@SuppressWarnings("FutureReturnValueIgnored") // of commands that nobody waits for
final class ViewUncaughtTest extends JdkContract {
    private final UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    ViewUncaughtTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void handle() {
        assumeSharedMemory();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            threads.add(thread);
            uncaught.add(error);
        });
    }

    @AfterEach
    void handleAsBefore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    /** {@link java.util.concurrent.ThreadPoolExecutor}: what execute's command throws goes to the handler of its thread, once. */
    @Test
    void whatACommandThrowsGoesToTheHandler() throws Exception {
        IllegalStateException exception = new IllegalStateException("mine");
        AssertionError error = new AssertionError("mine, too");
        try (PoolExecutor pool = open(1)) {
            ExecutorService service = pool.asExecutorService();
            service.execute(() -> {
                throw exception;
            });
            service.execute(() -> {
                throw error;
            });
            Thread worker = within(service.submit(call(Thread::currentThread)));

            assertThat(uncaught).containsExactly(exception, error);
            assertThat(threads).containsOnly(worker);
            assertThat(pool.stats().workersLost()).isZero();
        }
    }

    /** {@link java.util.concurrent.FutureTask}: what a submitted one throws is its future's, and nobody else hears of it. */
    @Test
    void whatASubmittedCommandThrowsDoesNot() throws Exception {
        try (PoolExecutor pool = open(1)) {
            ExecutorService service = pool.asExecutorService();
            service.submit(command(() -> {
                throw new IllegalStateException("mine");
            }));
            pool.submit(() -> {
                throw new IllegalStateException("mine");
            });

            assertThat(within(service.submit(call(() -> 3)))).isEqualTo(3);
            assertThat(uncaught).isEmpty();
        }
    }

    /** {@link Thread.UncaughtExceptionHandler}: what the handler throws itself is ignored: the pool goes on. */
    @Test
    void aHandlerThatThrowsStopsNothing() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            uncaught.add(error);
            throw new IllegalStateException("of the handler");
        });
        IllegalStateException mine = new IllegalStateException("mine");
        try (PoolExecutor pool = open(1)) {
            ExecutorService service = pool.asExecutorService();
            service.execute(() -> {
                throw mine;
            });

            assertThat(within(service.submit(call(() -> 3)))).isEqualTo(3);
            assertThat(uncaught).containsExactly(mine);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    /** {@link java.util.concurrent.ThreadPoolExecutor}: whatever it is: Kotlin and Lombok let checked ones through. */
    @Test
    void aCheckedExceptionGoesToTheHandlerToo() throws Exception {
        IOException mine = new IOException("mine");
        try (PoolExecutor pool = open(1)) {
            ExecutorService service = pool.asExecutorService();
            service.execute(() -> ViewUncaughtTest.<RuntimeException>hurl(mine));

            assertThat(within(service.submit(call(() -> 3)))).isEqualTo(3);
            assertThat(uncaught).containsExactly(mine);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what the compilers of other languages do
    private static <E extends Throwable> void hurl(Throwable error) throws E {
        throw (E) error;
    }
}
