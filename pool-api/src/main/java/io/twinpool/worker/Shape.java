// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.worker;

import io.twinpool.Args2;
import io.twinpool.Args3;
import io.twinpool.Task;
import io.twinpool.TaskAction;
import io.twinpool.TaskBiFunction;
import io.twinpool.TaskFunction;
import io.twinpool.TaskTriFunction;
import org.jspecify.annotations.Nullable;

/** How a user's function takes its arguments. The ordinal crosses to forked workers: add at the end, never reorder. */
// unchecked: each constant is paired with its interface by the factories of Routine; NullAway: a null is the user's own
@SuppressWarnings({"unchecked", "NullAway"})
public enum Shape {
    /** A {@link Task}: no argument. */
    TASK {
        @Override
        @Nullable
        Object call(Object function, @Nullable Object argument) throws Exception {
            return ((Task<Object>) function).call();
        }
    },
    /** A {@link TaskAction}: no argument, no result. */
    ACTION {
        @Override
        @Nullable
        Object call(Object function, @Nullable Object argument) throws Exception {
            ((TaskAction) function).run();
            return null;
        }
    },
    /** A {@link TaskFunction}: the argument itself. */
    FUNCTION {
        @Override
        @Nullable
        Object call(Object function, @Nullable Object argument) throws Exception {
            return ((TaskFunction<@Nullable Object, Object>) function).apply(argument);
        }
    },
    /** A {@link TaskBiFunction}: the argument is an {@link Args2}. */
    BI_FUNCTION {
        @Override
        @Nullable
        Object call(Object function, @Nullable Object argument) throws Exception {
            Args2<Object, Object> row = (Args2<Object, Object>) row(argument);
            return ((TaskBiFunction<Object, Object, Object>) function).apply(row.first(), row.second());
        }
    },
    /** A {@link TaskTriFunction}: the argument is an {@link Args3}. */
    TRI_FUNCTION {
        @Override
        @Nullable
        Object call(Object function, @Nullable Object argument) throws Exception {
            Args3<Object, Object, Object> row = (Args3<Object, Object, Object>) row(argument);
            return ((TaskTriFunction<Object, Object, Object, Object>) function)
                    .apply(row.first(), row.second(), row.third());
        }
    };

    private static Object row(@Nullable Object argument) {
        if (argument == null) {
            throw new NullPointerException("a row of arguments must not be null");
        }
        return argument;
    }

    abstract @Nullable Object call(Object function, @Nullable Object argument) throws Exception;
}
