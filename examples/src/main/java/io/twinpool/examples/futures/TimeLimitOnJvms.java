// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.futures;

import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;

/** A time limit on forked JVMs: even a task that is deaf to interrupts is stopped, and tells where it was. */
public final class TimeLimitOnJvms {
    private TimeLimitOnJvms() {}

    /**
     * Prints where the task was when its time was up.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Workers workers = Workers.processes(1)
                .taskTimeout(Duration.ofSeconds(1)) // from the start of the task on its worker
                .killGrace(Duration.ofMillis(100)); // between the interrupt and the kill
        run(workers, System.out);
    }

    static void run(Workers workers, PrintStream out) {
        try (PoolExecutor executor = PoolExecutor.of(workers)) {
            PoolFuture<Void> runaway = executor.submit(TimeLimitOnJvms::spin);
            PoolFuture<String> next = executor.submit(() -> "the pool goes on");
            TaskTimeoutException ended =
                    (TaskTimeoutException) runaway.exception().orElseThrow();
            boolean inSpin = Arrays.stream(ended.taskStack())
                    .anyMatch(frame -> frame.getMethodName().equals("spin"));
            out.println("stopped in spin(): " + inSpin);
            out.println(next.result());
        }
    }

    private static void spin() {
        while (!Thread.currentThread().getName().isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
