// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import io.twinpool.Task;
import io.twinpool.TaskAction;
import io.twinpool.TaskBiFunction;
import io.twinpool.TaskFunction;
import io.twinpool.TaskTriFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user's function together with its {@link Shape}: what every item of a map, or one task, calls.
 *
 * <p>A worker kind may extend it to carry what it needs to run the function elsewhere, see {@link
 * WorkerFactory#prepare(Routine)}. Compared by identity. Immutable, as far as the user's function is.
 */
public class Routine {
    private final Shape shape;
    private final Object function;

    /**
     * Makes a routine; users of the seam take the factories instead.
     *
     * @param shape how the function takes its arguments
     * @param function the user's function, of the interface that the shape names
     */
    protected Routine(Shape shape, Object function) {
        this.shape = Objects.requireNonNull(shape, "shape");
        this.function = Objects.requireNonNull(function, "function");
    }

    /**
     * {@return a routine that takes no argument}
     *
     * @param task the user's function
     */
    public static Routine of(Task<?> task) {
        return new Routine(Shape.TASK, Objects.requireNonNull(task, "task"));
    }

    /**
     * {@return a routine that takes no argument and gives null}
     *
     * @param action the user's function
     */
    public static Routine of(TaskAction action) {
        return new Routine(Shape.ACTION, Objects.requireNonNull(action, "task"));
    }

    /**
     * {@return a routine that takes its argument as it is}
     *
     * @param function the user's function
     */
    public static Routine of(TaskFunction<?, ?> function) {
        return new Routine(Shape.FUNCTION, Objects.requireNonNull(function, "fn"));
    }

    /**
     * {@return a routine whose argument is an {@link io.twinpool.Args2}}
     *
     * @param function the user's function
     */
    public static Routine of(TaskBiFunction<?, ?, ?> function) {
        return new Routine(Shape.BI_FUNCTION, Objects.requireNonNull(function, "fn"));
    }

    /**
     * {@return a routine whose argument is an {@link io.twinpool.Args3}}
     *
     * @param function the user's function
     */
    public static Routine of(TaskTriFunction<?, ?, ?, ?> function) {
        return new Routine(Shape.TRI_FUNCTION, Objects.requireNonNull(function, "fn"));
    }

    /**
     * {@return a routine over a function whose shape is known}
     *
     * @param shape how the function takes its arguments
     * @param function the user's function, of the interface that the shape names
     */
    public static Routine of(Shape shape, Object function) {
        return new Routine(shape, function);
    }

    /** {@return how the function takes its arguments} */
    public final Shape shape() {
        return shape;
    }

    /** {@return the class whose loader finds what the function needs: its own, unless it only wraps one of the user's} */
    public Class<?> home() {
        return function.getClass();
    }

    /** {@return what the user gave, for messages: the function, unless it only wraps that} */
    public Object given() {
        return function;
    }

    /** {@return the user's function} */
    public final Object function() {
        return function;
    }

    /**
     * Calls the user's function in this thread.
     *
     * @param argument its argument in the form that the shape asks for; null where it takes none
     * @return what it returned, null included
     * @throws Exception whatever it threw; Errors too
     */
    public @Nullable Object call(@Nullable Object argument) throws Exception {
        return shape.call(function, argument);
    }
}
