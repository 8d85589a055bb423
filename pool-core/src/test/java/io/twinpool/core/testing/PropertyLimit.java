// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
        AtomicBoolean isOver = new AtomicBoolean();
        Thread runner = Thread.currentThread();
        Runnable stop = () -> {
            isOver.set(true);
            runner.interrupt();
        };
        ScheduledFuture<?> timer =
                CLOCK.scheduleAtFixedRate(stop, LIMIT.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        PropertyExecutionResult result;
        try {
            result = property.execute();
        } finally {
            timer.cancel(false);
        }
        if (!isOver.get()) {
            return result;
        }
        Thread.interrupted();
        return result.mapToFailed(new TimeoutException(context.label() + " took longer than " + LIMIT));
    }
}
