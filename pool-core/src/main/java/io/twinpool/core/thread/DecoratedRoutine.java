// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import io.twinpool.worker.Routine;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A routine whose every run is wrapped by the user's decorator.
 *
 * <p>The decorator is called once, in the thread that submits, so that it can capture that thread's context; what it gives is run
 * once per item, by several workers at a time if it is a map.
 */
final class DecoratedRoutine extends Routine {
    private final Runnable decorated;
    private final Class<?> home;
    private static final ThreadLocal<@Nullable Run> current = new ThreadLocal<>(); // the run of the innermost decorator

    /** One run: its argument, then its outcome. */
    private static final class Run {
        final DecoratedRoutine routine;
        final @Nullable Object argument;

        @Nullable
        Object value;

        @Nullable
        Throwable error;

        boolean ran;

        Run(DecoratedRoutine routine, @Nullable Object argument) {
            this.routine = routine;
            this.argument = argument;
        }
    }

    DecoratedRoutine(Routine routine, UnaryOperator<Runnable> decorator) {
        super(routine.shape(), routine.function());
        Runnable result = decorator.apply(this::runCurrent);
        if (result == null) {
            throw new NullPointerException("taskDecorator must not return null");
        }
        decorated = result;
        home = routine.home();
    }

    @Override
    public Class<?> home() {
        return home;
    }

    private void runCurrent() {
        Run run = current.get();
        if (run == null || run.routine != this) {
            throw new IllegalStateException("taskDecorator's Runnable was run outside of its task");
        }
        run.ran = true;
        try {
            run.value = super.call(run.argument);
        } catch (Throwable e) { // thrown by call below, outside of the decorator, as it is
            run.error = e;
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object argument) throws Exception {
        Run run = new Run(this, argument);
        Run outer = current.get();
        current.set(run);
        try {
            decorated.run();
        } catch (Throwable e) {
            if (run.error != null && run.error != e) {
                e.addSuppressed(run.error); // nobody else tells of it
            }
            throw e;
        } finally {
            restore(outer);
        }
        if (!run.ran) {
            throw new IllegalStateException("taskDecorator's Runnable must run the one that it was given, and did not");
        }
        return DecoratedRoutine.<Exception>result(run);
    }

    private static void restore(@Nullable Run outer) {
        if (outer == null) {
            current.remove();
        } else {
            current.set(outer);
        }
    }

    /** {@return what the task gave} Throws what it threw, which need be neither an Exception nor an Error. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: nothing is cast, which is the point
    private static <E extends Throwable> @Nullable Object result(Run run) throws E {
        if (run.error != null) {
            throw (E) run.error;
        }
        return run.value;
    }
}
