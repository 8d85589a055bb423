// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.ClassLeakCheck;
import io.twinpool.core.testing.Eventually;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Contract 5: each class loader of the host has one in the worker that stands for it, whatever the names in them. */
@ExtendWith(ClassLeakCheck.class)
final class LoaderIT {
    private static Path first;
    private static Path second;

    private static PoolExecutor executor;

    private URLClassLoader oneLoader;
    private URLClassLoader otherLoader;

    @BeforeAll
    static void compile(@TempDir Path shared) throws Exception {
        executor = PoolExecutor.of(Workers.processes(1).standby(0)); // first: it is closed whatever else fails
        Plugins plugins = new Plugins(shared);
        first = plugins.compiled(1);
        second = plugins.compiled(2);
    }

    @AfterAll
    static void close() {
        executor.close();
    }

    @BeforeEach
    void openLoaders() throws Exception {
        oneLoader = Plugins.loader(first);
        otherLoader = Plugins.loader(second);
    }

    @AfterEach
    void closeLoaders() throws Exception {
        oneLoader.close();
        otherLoader.close();
    }

    private static TaskFunction<String, Object> plugin(ClassLoader loader) throws Exception {
        return Plugins.plugin(loader);
    }

    private String answer(TaskFunction<String, Object> plugin, String question) throws Exception {
        return executor.submit(plugin, question).result(WAIT).toString();
    }

    @Test
    void classesOfOneNameInTwoLoadersAreTwo() throws Exception {
        assertThat(answer(plugin(oneLoader), "which?")).isEqualTo("version 1, call 1");
        assertThat(answer(plugin(otherLoader), "which?")).isEqualTo("version 2, call 1");
        assertThat(answer(plugin(oneLoader), "which?")).isEqualTo("version 1, call 2");
    }

    @Test
    void evenOfTheSameContent() throws Exception {
        try (URLClassLoader twin = Plugins.loader(first)) {
            assertThat(answer(plugin(oneLoader), "which?")).isEqualTo("version 1, call 1");
            assertThat(answer(plugin(twin), "which?")).isEqualTo("version 1, call 1");
        }
    }

    @Test
    void aMapRunsTheFunctionOfItsLoader() throws Exception {
        assertThat(executor.map(plugin(oneLoader), List.of("a", "b")).toList())
                .map(Object::toString)
                .containsExactly("version 1, call 1", "version 1, call 2");
        assertThat(executor.map(plugin(otherLoader), List.of("a")).toList())
                .map(Object::toString)
                .containsExactly("version 2, call 1");
    }

    @Test
    void resultsAndExceptionsAreOfTheLoaderOfTheirTask() throws Exception {
        for (ClassLoader loader : List.of(oneLoader, otherLoader)) {
            PoolFuture<Object> failing = executor.submit(plugin(loader), "fail");

            assertThat(executor.submit(plugin(loader), "which?").result(WAIT))
                    .hasFieldOrProperty("text")
                    .returns(loader, answer -> answer.getClass().getClassLoader());
            assertThat(failing.exception(WAIT))
                    .hasValueSatisfying(trouble -> assertThat(trouble)
                            .returns("plugin.Plugin$Trouble", t -> t.getClass().getName())
                            .returns(loader, t -> t.getClass().getClassLoader()));
        }
    }

    @Test
    void resourcesAreOfTheLoaderOfTheTask() throws Exception {
        assertThat(answer(plugin(oneLoader), "read")).isEqualTo("resource 1");
        assertThat(answer(plugin(otherLoader), "read")).isEqualTo("resource 2");
    }

    /** What is asked for too late fails its task, and nothing else. */
    @Test
    void aClassThatALoaderDoesNotGiveAnyMoreFailsItsTask() throws Exception {
        TaskFunction<String, Object> plugin = plugin(oneLoader);
        assertThat(answer(plugin, "which?")).isEqualTo("version 1, call 1");

        oneLoader.close();

        assertThat(executor.submit(plugin, "late").exception(WAIT)).containsInstanceOf(NoClassDefFoundError.class);
        assertThat(answer(plugin, "which?")).isEqualTo("version 1, call 2");
        assertThat(executor.stats().workersLost()).isZero();
    }

    /** Else a server would keep every version of an application that it has ever run. */
    @Test
    void aPoolKeepsNoLoaderWhoseTasksHaveEnded() throws Exception {
        WeakReference<ClassLoader> used = used();

        Eventually.until("the loader is collected", () -> {
            System.gc();
            return used.refersTo(null);
        });
    }

    private WeakReference<ClassLoader> used() throws Exception {
        try (URLClassLoader loader = Plugins.loader(second)) {
            assertThat(answer(plugin(loader), "which?")).isEqualTo("version 2, call 1");
            return new WeakReference<>(loader);
        }
    }
}
