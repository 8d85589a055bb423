// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Outcome;
import io.twinpool.PoolException;
import io.twinpool.TaskFailedException;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a task or an item of a map ended; final. */
abstract sealed class Verdict {
    static final Verdict CANCELLED = new Cancelled();

    static Verdict returned(@Nullable Object value) {
        return new Returned(value);
    }

    /** The task's own exception. */
    static Verdict threw(Throwable error) {
        return new Threw(error);
    }

    /**
     * The pool's own error; made when somebody looks, since most of a million aborted tasks are never looked at. It is made anew for each
     * who is thrown it, so that the stack says who waited: the supplier keeps what it needs, and gives another one each time.
     */
    static Verdict broken(Supplier<PoolException> error) {
        return new Broken(error);
    }

    /** All items of a map have ended, some badly. */
    static Verdict failedMap(Failures failures) {
        return new FailedMap(failures);
    }

    /** The user's iterator threw. */
    static Verdict brokenInput(Throwable error) {
        return new BrokenInput(error);
    }

    /** The value, or what result() and next() throw; {@code index} is that of an item of a map. */
    abstract @Nullable Object value(OptionalLong index);

    /** The task's own exception, or the pool's; null where there was none. */
    abstract @Nullable Throwable error();

    boolean isCancelled() {
        return false;
    }

    final String describe() {
        if (isCancelled()) {
            return "cancelled";
        }
        return isFailure() ? "failed" : "returned";
    }

    /** Whether it neither returned nor was cancelled. */
    boolean isFailure() {
        return false;
    }

    @SuppressWarnings("unchecked") // the caller's R is the one of the function that gave the value
    final <R> Outcome<R> outcome() {
        Throwable error = error();
        return error == null ? new Outcome.Success<>((R) value(OptionalLong.empty())) : new Outcome.Failure<>(error);
    }

    private static final class Returned extends Verdict {
        private final @Nullable Object value;

        Returned(@Nullable Object value) {
            this.value = value;
        }

        @Override
        @Nullable
        Object value(OptionalLong index) {
            return value;
        }

        @Override
        @Nullable
        Throwable error() {
            return null;
        }
    }

    /** Neither returned nor cancelled. */
    private abstract static sealed class Failed extends Verdict {
        @Override
        final boolean isFailure() {
            return true;
        }
    }

    private static final class Threw extends Failed {
        private final Throwable error;

        Threw(Throwable error) {
            this.error = error;
        }

        @Override
        Object value(OptionalLong index) {
            throw index.isPresent()
                    ? new TaskFailedException(error, index.getAsLong())
                    : new TaskFailedException(error);
        }

        @Override
        Throwable error() {
            return error;
        }
    }

    private static final class Broken extends Failed {
        private final Supplier<PoolException> made;
        private @Nullable PoolException error; // guarded by this; for who asks without being thrown it

        Broken(Supplier<PoolException> made) {
            this.made = made;
        }

        @Override
        Object value(OptionalLong index) {
            throw made.get();
        }

        /** The same one each time, as that of a task's own exception is. */
        @Override
        PoolException error() {
            PoolException known = known();
            return known != null
                    ? known
                    : first(made.get()); // made without the lock: it may tell of the user's exception
        }

        private synchronized @Nullable PoolException known() {
            return error;
        }

        private synchronized PoolException first(PoolException fresh) {
            if (error == null) {
                error = fresh;
            }
            return error;
        }
    }

    private static final class FailedMap extends Failed {
        private final Failures failures;

        FailedMap(Failures failures) {
            this.failures = failures;
        }

        @Override
        Object value(OptionalLong index) {
            throw failures.thrown();
        }

        @Override
        Throwable error() {
            return failures.lowest();
        }
    }

    private static final class BrokenInput extends Failed {
        private final Throwable error;

        BrokenInput(Throwable error) {
            this.error = error;
        }

        @Override
        Object value(OptionalLong index) {
            throw Unchecked.raise(error);
        }

        @Override
        Throwable error() {
            return error;
        }
    }

    private static final class Cancelled extends Verdict {
        @Override
        Object value(OptionalLong index) {
            throw exception(index.isPresent() ? "item " + index.getAsLong() : "task");
        }

        @Override
        Throwable error() {
            return exception("task");
        }

        @Override
        boolean isCancelled() {
            return true;
        }

        private static CancellationException exception(String what) {
            return new CancellationException(what + " was cancelled");
        }
    }
}
