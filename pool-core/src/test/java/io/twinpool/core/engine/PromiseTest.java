// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the callbacks of a task have their turn. */
@Timeout(60)
class PromiseTest {
    /** Contract 7: in registration order. */
    @Test
    void theCallbacksOfATaskRunOnceInTheOrderGiven() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            PoolTask<String> task = pool.submit("done");
            task.callBack(() -> ran.add("first"));
            task.callBackInTurn(() -> ran.add("second"));
            task.callBack(() -> ran.add("third"));

            pool.made(0).comeUp().work();

            assertThat(pool.face().callbacks().await(WAIT.toNanos())).isTrue();
        }
        assertThat(ran).containsExactly("first", "second", "third");
    }

    /** Contract 7, across tasks: what ends later, because somebody has seen this end, is told later. */
    @Test
    void aCallbackIsInItsTurnBeforeTheEndCanBeSeen() throws Exception {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            PoolTask<String> task = pool.submit("done");
            task.callBack(() -> {});
            Puppet worker = pool.made(0).comeUp();
            Thread ending = new Thread(worker::work);
            Object before = task.state();

            synchronized (task) { // so that nothing can be queued
                ending.start();
                Eventually.until(
                        "an end that waits to queue the callback",
                        () -> task.state() != before && ending.getState() == Thread.State.BLOCKED);
                assertThat(task.isDone()).isFalse();
            }

            Eventually.until("the end", task::isDone);
        }
    }
}
