// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Interrupts a property of jqwik that takes far too long, and fails it: the time limits of JUnit are not for these. */
public final class PropertyLimit implements AroundPropertyHook {
    private static final Duration LIMIT = Limits.WAIT.multipliedBy(6);
    private static final Duration AGAIN = Duration.ofSeconds(1); // it is tried with smaller values then
    private static final ScheduledThreadPoolExecutor CLOCK = new ScheduledThreadPoolExecutor(1, PropertyLimit::daemon);

    static {
        CLOCK.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable action) {
        Thread thread = new Thread(action, "junit-property-limit");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Stop stop = new Stop();
        ScheduledFuture<?> timer =
                CLOCK.scheduleAtFixedRate(stop, LIMIT.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        PropertyExecutionResult result;
        boolean isOver;
        try {
            result = property.execute();
        } finally {
            timer.cancel(false);
            isOver = stop.end();
        }
        return isOver
                ? result.mapToFailed(new TimeoutException(context.label() + " took longer than " + LIMIT))
                : result;
    }

    /** Interrupts the thread that has made it, until that says that it is done: whatever runs next must not be met. */
    private static final class Stop implements Runnable {
        private final Thread runner = Thread.currentThread();
        private boolean isOver; // guarded by this
        private boolean hasEnded; // guarded by this

        @Override
        public synchronized void run() {
            if (!hasEnded) {
                isOver = true;
                runner.interrupt();
            }
        }

        /** {@return whether it has interrupted its thread}, which it will not any more */
        synchronized boolean end() {
            hasEnded = true;
            if (isOver) {
                Thread.interrupted();
            }
            return isOver;
        }
    }
}
