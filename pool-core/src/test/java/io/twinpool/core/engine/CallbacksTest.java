// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Logged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CallbacksTest {
    private final AtomicBoolean isFull = new AtomicBoolean();
    private final Callbacks callbacks = new Callbacks("test", this::thread);

    private Thread thread(Runnable task) {
        if (isFull.get()) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        return new Thread(task);
    }

    /** Contract 5: nothing hangs, ever: whoever waits for what a callback does waits for no later callback. */
    @Test
    void callbacksThatThereIsNoThreadForRunAtOnceAndInOrder() throws Exception {
        isFull.set(true);
        List<String> ran = new ArrayList<>();
        try (Logged log = new Logged()) {
            callbacks.execute(() -> {
                callbacks.execute(() -> ran.add("second"));
                assertThat(callbacks.isCallbackThread()).isTrue();
                ran.add("first");
            });

            assertThat(ran).containsExactly("first", "second");
            assertThat(callbacks.isCallbackThread()).isFalse();
            assertThat(callbacks.await(WAIT.toNanos())).isTrue();
            assertThat(log.at(Level.WARNING)).allMatch(line -> line.contains("no thread for the callbacks of test"));
        }
    }

    /** Whose task has not ended yet for who looks: run at once, it would wait for that in the thread that is about to say it. */
    @Test
    void whatIsGivenItsTurnRunsNoUserCodeThereAlsoWithoutAThread() throws Exception {
        isFull.set(true);
        List<String> ran = new ArrayList<>();
        try (Logged log = new Logged()) {
            callbacks.give(() -> ran.add("first"));
            callbacks.give(() -> ran.add("second"));
            assertThat(ran).isEmpty();
            assertThat(callbacks.await(0)).isFalse();

            callbacks.serve();

            assertThat(ran).containsExactly("first", "second");
            assertThat(callbacks.await(0)).isTrue();
            assertThat(log.at(Level.WARNING)).hasSize(1);
        }
    }

    /** {@link java.util.concurrent.ExecutorService#awaitTermination}, of which it is a part. */
    @Test
    void whoeverDoesNotWaitIsToldWhetherAllHaveRun() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        assertThat(callbacks.await(0)).isTrue();
        callbacks.execute(() -> awaitQuietly(go));
        assertThat(callbacks.await(0)).isFalse();

        go.countDown();

        assertThat(callbacks.await(WAIT.toNanos())).isTrue();
        assertThat(callbacks.await(0)).isTrue();
    }

    /** Its thread, idle for too long, finds nothing more to do; then something comes; and another thread, which would do it, cannot be had. */
    @Test
    void aCallbackThatComesAsItsThreadLeavesRunsThoughThereIsNoOther() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        AtomicReference<Callbacks> late = new AtomicReference<>();
        Callbacks callbacks = new Callbacks("test", this::thread, new LinkedBlockingQueue<>() {
            private static final long serialVersionUID = 1;

            @Override
            public boolean isEmpty() {
                boolean isEmpty = super.isEmpty();
                Callbacks given = isEmpty ? late.getAndSet(null) : null;
                if (given != null) {
                    given.execute(() -> ran.add("late"));
                    isFull.set(true);
                }
                return isEmpty;
            }
        });
        late.set(callbacks);

        callbacks.execute(() -> ran.add("first"));

        Eventually.until("the late one", () -> ran.contains("late"));

        assertThat(isFull).isTrue();
        assertThat(callbacks.await(WAIT.toNanos())).isTrue();
        assertThat(ran).containsExactly("first", "late");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Contract: one at a time, in the order in which they were given. */
    @Test
    void callbacksOfManyThreadsRunOneAtATimeAlsoWhereTheirThreadCannotAlwaysBeHad() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> ran = new ConcurrentLinkedQueue<>();
        AtomicInteger most = new AtomicInteger();
        int each = 2_000;
        CountDownLatch all = new CountDownLatch(2 * each);
        try (Logged log = new Logged()) {
            List<Thread> givers = IntStream.range(0, 2)
                    .mapToObj(giver -> new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            int number = 2 * i + giver;
                            isFull.set(i % 3 == 0);
                            callbacks.execute(() -> {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                ran.add(number);
                                inside.decrementAndGet();
                                all.countDown();
                            });
                        }
                    }))
                    .toList();
            givers.forEach(Thread::start);
            assertThat(all.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            for (Thread giver : givers) {
                giver.join();
            }
            isFull.set(false);

            assertThat(callbacks.await(WAIT.toNanos())).isTrue();
            assertThat(most).hasValue(1);
            assertThat(log.at(Level.SEVERE)).isEmpty();
            for (int giver = 0; giver < 2; giver++) {
                int odd = giver;
                assertThat(ran.stream().filter(number -> number % 2 == odd))
                        .hasSize(each)
                        .isSorted();
            }
        }
    }
}
