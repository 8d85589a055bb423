// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Logged;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
    /** Contract 5: nothing hangs, ever. */
    @Test
    void aTimerThatThereIsNoThreadForIsRunByTheThreadOfTheNextOne() throws Exception {
        AtomicBoolean isFull = new AtomicBoolean(true);
        CountDownLatch both = new CountDownLatch(2);
        Deadlines deadlines = new Deadlines("test", action -> {
            if (isFull.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(action);
        });
        try (Logged log = new Logged()) {
            Runnable stop = deadlines.schedule(both::countDown, 1);
            isFull.set(false);
            deadlines.schedule(both::countDown, 1);

            assertThat(both.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(log.at(Level.WARNING)).singleElement().asString().contains("timers of test may be late");
            stop.run();
        } finally {
            deadlines.close();
        }
    }

    /** As when it breaks the pool: what it has still to do, waiting for threads that end, say, is not to be cut short. */
    @Test
    void anActionThatClosesTheTimersIsNotInterrupted() throws Exception {
        Deadlines deadlines = new Deadlines("test");
        BlockingQueue<Boolean> wasInterrupted = new LinkedBlockingQueue<>();

        deadlines.schedule(
                () -> {
                    deadlines.close();
                    wasInterrupted.add(Thread.currentThread().isInterrupted());
                },
                1);

        assertThat(wasInterrupted.poll(WAIT.toSeconds(), TimeUnit.SECONDS)).isFalse();
    }
}
