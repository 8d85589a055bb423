// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.TaskAction;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Contract 3 and 9: an interrupt that is aimed at a task reaches it, also if it comes while its thread runs another task inside, inline
 * or for want of room in the queue; and it comes once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that run inside
final class NestedInterruptsTest extends FuturesContract {
    private final CompletableFuture<Boolean> heard = new CompletableFuture<>();
    private final CompletableFuture<Boolean> heardAgain = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean(); // lets a task go that waits in vain

    NestedInterruptsTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyInThreads() {
        assumeSharedMemory();
        assumeWorkersOfTheirOwn();
    }

    @AfterEach
    void letGo() {
        over.set(true);
    }

    private PoolExecutor small() {
        return PoolExecutor.of(workers(1).queueCapacity(1).killGrace(WAIT));
    }

    private static boolean is(CompletableFuture<Boolean> told) throws Exception {
        return told.get(WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    /** In a task: runs others inside until it is interrupted. */
    private void untilInterrupted(TaskAction inside) throws Exception {
        while (!isInterrupted() && !over.get()) {
            inside.run();
        }
        heard.complete(isInterrupted());
    }

    /** A task that comes to a gate inside, meanwhile something happens to it. {@return whether it finds that it is interrupted} */
    private boolean hears(Consumer<PoolFuture<?>> event, PoolExecutor pool, Gate gate, TaskAction inside)
            throws Exception {
        PoolFuture<Void> outer = pool.submit(() -> {
            inside.run();
            heard.complete(isInterrupted());
        });
        gate.awaitArrivals(1);

        event.accept(outer);
        gate.open();

        return is(heard);
    }

    private boolean hearsItsCancellation(TaskAction inside, Gate gate) throws Exception {
        try (PoolExecutor pool = small()) {
            return hears(outer -> outer.cancel(true), pool, gate, inside);
        }
    }

    @Test
    void aCancellationThatComesDuringAnInlineTask() throws Exception {
        try (PoolExecutor inline = PoolExecutor.of(Workers.inline());
                Gate gate = gate()) {
            assertThat(hearsItsCancellation(() -> inline.submit(() -> gate.passUnmoved()), gate))
                    .isTrue();
        }
    }

    @Test
    void aCancellationThatComesDuringAnInlineInitializer() throws Exception {
        try (Gate gate = gate();
                PoolExecutor inline = PoolExecutor.of(Workers.inline().initializer(() -> gate.passUnmoved()))) {
            assertThat(hearsItsCancellation(() -> inline.submit(Work::square, 3), gate))
                    .isTrue();
        }
    }

    @Test
    void aCancellationThatComesDuringAnInlineFinalizer() throws Exception {
        try (Gate gate = gate();
                PoolExecutor inline =
                        PoolExecutor.of(Workers.inline().killGrace(WAIT).finalizer(() -> gate.passUnmoved()))) {
            inline.submit(Work::square, 3);

            assertThat(hearsItsCancellation(inline::shutdown, gate)).isTrue();
        }
    }

    /** The task between them meets it too: it is in the way of the one that is to stop. */
    @Test
    void aCancellationThatComesDuringAnInlineTaskInAnother() throws Exception {
        CompletableFuture<Boolean> heardBetween = new CompletableFuture<>();
        try (PoolExecutor one = PoolExecutor.of(Workers.inline());
                PoolExecutor other = PoolExecutor.of(Workers.inline());
                Gate gate = gate()) {
            TaskAction inside = () -> one.submit(() -> {
                other.submit(() -> gate.passUnmoved());
                heardBetween.complete(isInterrupted());
            });

            assertThat(hearsItsCancellation(inside, gate)).isTrue();
            assertThat(is(heardBetween)).isTrue();
        }
    }

    @Test
    void anEndByForceThatComesDuringAnInlineTask() throws Exception {
        try (PoolExecutor pool = small();
                PoolExecutor inline = PoolExecutor.of(Workers.inline());
                Gate gate = gate()) {
            boolean hears =
                    hears(outer -> pool.terminateWorkers(), pool, gate, () -> inline.submit(() -> gate.passUnmoved()));

            assertThat(hears).isTrue();
        }
    }

    @Test
    void aTimeLimitThatIsReachedDuringInlineTasks() throws Exception {
        try (PoolExecutor pool = small();
                PoolExecutor inline = PoolExecutor.of(Workers.inline())) {
            pool.withTaskTimeout(TASK).submit(() -> untilInterrupted(() -> inline.submit(Thread::yield)));

            assertThat(is(heard)).isTrue();
        }
    }

    /** Of a task that runs in its submitter's thread: it stops that one alone. */
    @Test
    void aTimeLimitOfATaskThatRunsInAnotherAndRunsInlineTasks() throws Exception {
        try (PoolExecutor pool = small();
                PoolExecutor inline = PoolExecutor.of(Workers.inline())) {
            PoolExecutor limited = pool.withTaskTimeout(TASK);
            pool.submit(() -> {
                pool.submit(Work::square, 3);
                limited.submit(() -> untilInterrupted(() -> inline.submit(Thread::yield)));
                heardAgain.complete(isInterrupted());
            });

            assertThat(is(heard)).isTrue();
            assertThat(is(heardAgain)).isFalse();
        }
    }

    /** As above, with others of its own kind inside. */
    @Test
    void aTimeLimitOfATaskThatRunsInAnotherAndRunsOthersItself() throws Exception {
        try (PoolExecutor pool = small()) {
            PoolExecutor limited = pool.withTaskTimeout(TASK);
            pool.submit(() -> {
                pool.submit(Work::square, 3);
                limited.submit(() -> untilInterrupted(() -> pool.submit(Thread::yield)));
                heardAgain.complete(isInterrupted());
            });

            assertThat(is(heard)).isTrue();
            assertThat(is(heardAgain)).isFalse();
        }
    }

    private void runTwice(TaskAction first, TaskAction second) throws Exception {
        first.run();
        heard.complete(Thread.interrupted());
        second.run();
        heardAgain.complete(isInterrupted());
    }

    @Test
    void anInterruptThatWasHeardDoesNotComeAgainAfterAnInlineTask() throws Exception {
        try (PoolExecutor pool = small();
                PoolExecutor inline = PoolExecutor.of(Workers.inline());
                Gate gate = gate()) {
            PoolFuture<Void> outer = pool.submit(() ->
                    runTwice(() -> inline.submit(() -> gate.passUnmoved()), () -> inline.submit(Work::square, 3)));
            gate.awaitArrivals(1);

            outer.cancel(true);
            gate.open();

            assertThat(is(heard)).isTrue();
            assertThat(is(heardAgain)).isFalse();
        }
    }

    @Test
    void anInterruptThatWasHeardDoesNotComeAgainAfterATaskThatItRanItself() throws Exception {
        try (PoolExecutor pool = small();
                Gate gate = gate()) {
            PoolFuture<Void> outer = pool.submit(() -> {
                pool.submit(Work::square, 3);
                runTwice(() -> pool.submit(() -> gate.passUnmoved()), () -> pool.submit(Work::square, 3));
            });
            gate.awaitArrivals(1);

            outer.cancel(true);
            gate.open();

            assertThat(is(heard)).isTrue();
            assertThat(is(heardAgain)).isFalse();
        }
    }
}
