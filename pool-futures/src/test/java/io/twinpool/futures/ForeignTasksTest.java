// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Results;
import io.twinpool.Task;
import io.twinpool.TaskAction;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.ForeignCode;
import io.twinpool.core.testing.Kind;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tasks whose classes only a loader of their own can find, such as those of a web application; API.md section 5. */
final class ForeignTasksTest extends FuturesContract {
    private static final String HEAD = "import io.twinpool.*; public class Foreign implements java.io.Serializable, ";

    private final ForeignCode code = ForeignCode.below(ForeignTasksTest.class.getClassLoader());

    ForeignTasksTest(Kind kind) {
        super(kind);
    }

    private <F> F foreign(Class<F> type, String declaration) throws ReflectiveOperationException {
        return code.with("Foreign", HEAD + declaration).make(type, "Foreign");
    }

    @Test
    void aForeignTaskRuns() throws Exception {
        Task<?> task = foreign(Task.class, "Task<Object> { public Object call() { return 42; } }");
        try (PoolExecutor pool = open()) {
            assertThat(pool.submit(task).result(WAIT)).isEqualTo(42);
        }
    }

    @Test
    void aForeignFunctionMaps() throws Exception {
        @SuppressWarnings("unchecked")
        TaskFunction<Integer, Integer> twice = foreign(
                TaskFunction.class,
                "TaskFunction<Integer, Integer> { public Integer apply(Integer x) { return 2 * x; } }");
        try (PoolExecutor pool = open();
                Results<Integer> results = pool.map(twice, List.of(1, 2, 3))) {
            assertThat(results.toList()).containsExactly(2, 4, 6);
        }
    }

    @Test
    void aForeignExceptionIsTheCause() throws Exception {
        code.with("Sour", "public class Sour extends Exception {}");
        Task<?> task = foreign(Task.class, "Task<Object> { public Object call() throws Sour { throw new Sour(); } }");
        try (PoolExecutor pool = open()) {
            PoolFuture<?> future = pool.submit(task);

            assertThatThrownBy(() -> future.result(WAIT))
                    .isInstanceOf(TaskFailedException.class)
                    .cause()
                    .isInstanceOf(code.loadClass("Sour").asSubclass(Throwable.class));
        }
    }

    @Test
    void aForeignCallableRunsThroughTheExecutorService() throws Exception {
        Callable<?> callable = foreign(
                Callable.class, "java.util.concurrent.Callable<Object> { public Object call() { return 42; } }");
        try (PoolExecutor pool = open()) {
            Object value = pool.asExecutorService().submit(callable).get(WAIT.toSeconds(), TimeUnit.SECONDS);

            assertThat(value).isEqualTo(42);
        }
    }

    @Test
    void aForeignInitializerRuns() throws Exception {
        TaskAction initializer = foreign(
                TaskAction.class,
                "TaskAction { public void run() { System.setProperty(\"twinpool.foreign\", \"yes\"); } }");
        try (PoolExecutor pool = PoolExecutor.of(workers(1).initializer(initializer))) {
            assertThat(pool.submit(() -> System.getProperty("twinpool.foreign")).result(WAIT))
                    .isEqualTo("yes");
        } finally {
            System.clearProperty("twinpool.foreign");
        }
    }
}
