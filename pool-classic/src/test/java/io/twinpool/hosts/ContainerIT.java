// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract 5: workers run what the host has in class loaders of its own, as servers have their applications. */
final class ContainerIT {
    private static Application application;
    private static Path container;

    @TempDir
    Path directory;

    @BeforeAll
    static void compile(@TempDir Path shared) throws IOException {
        application = Application.compiled(shared);
        container = Files.createDirectory(shared.resolve("container"));
        Sources.compile(List.of(Sources.of("container")), container);
    }

    /** Twinpool is with the server, which has its own library too. */
    @Test
    void anApplicationInALoaderBelowTwinpoolRuns() throws Exception {
        assertWell("parent-first", application.twinpool(), List.of(application.classes(), application.library()));
    }

    @Test
    void anApplicationThatBringsTwinpoolAlongRuns() throws Exception {
        assertWell("parent-first", List.of(), application.classPath());
    }

    /** Both have Twinpool, and the application means its own. */
    @Test
    void anApplicationThatPrefersItsOwnTwinpoolRuns() throws Exception {
        assertWell("child-first", application.twinpool(), application.classPath());
    }

    private void assertWell(String order, List<Path> ofServer, List<Path> ofApplication) throws Exception {
        List<Path> classPath = new ArrayList<>(List.of(container));
        classPath.addAll(ofServer);

        Words words = Host.java(directory)
                .classPath(classPath)
                .with("container.Container", order, Sources.path(ofApplication), Application.MAIN)
                .run();

        assertThat(words.lines()).as(words.all()).isEqualTo(Application.WELL);
        assertThat(words.err()).isEmpty();
    }
}
