// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a task ran longer than its task timeout and was stopped.
 *
 * <p>The stack that the task was on when it was stopped is the {@link #taskStack}; it is also the stack of the
 * {@linkplain #getCause cause}, so that a log shows both who waited and where the task hung. Side effects of the task
 * may have happened, all or some.
 *
 * @apiNote Not a {@link java.util.concurrent.TimeoutException}, which tells that a wait was given up and that the task
 *     goes on.
 * @see Workers#taskTimeout(Duration)
 */
public final class TaskTimeoutException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The time limit that passed. */
    private final Duration timeout;

    /**
     * The end of a task by its time limit.
     *
     * @param message which task was stopped after how long
     * @param timeout the time limit, counted from the start of the task
     * @param taskStack the stack that the task was on, copied; empty if it could not be had, and then there is no cause
     */
    public TaskTimeoutException(String message, Duration timeout, StackTraceElement[] taskStack) {
        super(requireNonNull(message, "message"), TaskStack.of(requireNonNull(taskStack, "taskStack")));
        this.timeout = requireNonNull(timeout, "timeout");
    }

    /**
     * Tells the time limit that passed.
     *
     * @return the limit, counted from the start of the task
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Tells where the task was when it was stopped.
     *
     * @return a copy of its stack, innermost call first; empty if it could not be had
     */
    public StackTraceElement[] taskStack() {
        Throwable stack = getCause();
        return stack == null ? new StackTraceElement[0] : stack.getStackTrace();
    }

    /** Carries another thread's stack as a cause, so that every log prints it. */
    private static final class TaskStack extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private TaskStack(StackTraceElement[] stack) {
            super("the task was here when it was stopped", null, false, true);
            setStackTrace(stack);
        }

        static @Nullable TaskStack of(StackTraceElement[] stack) {
            return stack.length == 0 ? null : new TaskStack(stack);
        }
    }
}
