// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The application that all hosts run, {@code app.Main}: its classes, those of its library, and the jars of Twinpool. */
record Application(Path classes, Path library, List<Path> twinpool) {
    static final String MAIN = "app.Main";

    /** What it says if all is well. */
    static final List<String> WELL = List.of(
            "lambda: 42",
            "method reference: 49",
            "record: Point[x=1, y=2]",
            "enum: true",
            "anonymous class: called",
            "exception: no such luck at Point[x=4, y=2]",
            "other process: true",
            "resources: [many hands]",
            "services: [hello]",
            "context: true",
            "pool in a task: no such luck",
            "worker of a worker: no such luck",
            "map: [1, 4, 9]",
            "initialized: by the initializer");

    /** {@return the application, compiled into the directory} */
    static Application compiled(Path directory) throws IOException {
        Path library = Files.createDirectory(directory.resolve("library"));
        Path classes = Files.createDirectory(directory.resolve("app"));
        List<Path> twinpool = Twinpool.jars(directory);
        Sources.compile(List.of(Sources.of("library")), library);
        String needed = Sources.path(joined(List.of(library), twinpool));
        Sources.compile(List.of(Sources.of("app")), classes, "-cp", needed);
        return new Application(classes, library, twinpool);
    }

    /** {@return the same as two modules on the modules of Twinpool} */
    Application modular(Path directory) throws IOException {
        Path greet = Files.createDirectory(directory.resolve("greet"));
        Path app = Files.createDirectory(directory.resolve("app"));
        Sources.compile(List.of(Sources.of("library"), Sources.of("modules/library")), greet);
        String needed = Sources.path(joined(List.of(greet), twinpool));
        Sources.compile(List.of(Sources.of("app"), Sources.of("modules/app")), app, "-p", needed);
        return new Application(app, greet, twinpool);
    }

    /** {@return all that it needs to run, its classes first} */
    List<Path> classPath() {
        return joined(List.of(classes, library), twinpool);
    }

    /** {@return the same all in jars, which are made or copied into the directory} */
    List<Path> jars(Path directory) throws IOException {
        return joined(List.of(jar(classes, directory)), libraries(directory));
    }

    /** {@return the jars of its library and of Twinpool, which are made or copied into the directory} */
    List<Path> libraries(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>(List.of(jar(library, directory)));
        for (Path jar : twinpool) {
            jars.add(Files.copy(jar, directory.resolve(jar.getFileName())));
        }
        return jars;
    }

    /** {@return what it needs to run but for its classes: these come from elsewhere} */
    List<Path> surroundings(Path directory) throws IOException {
        Path resources = Files.createDirectory(directory.resolve("resources"));
        Files.copy(classes.resolve("motto.txt"), resources.resolve("motto.txt"));
        return joined(List.of(resources, library), twinpool);
    }

    private static Path jar(Path classes, Path directory) throws IOException {
        Path file = directory.resolve(classes.getFileName() + ".jar");
        try (Jar jar = Jar.create(file, Map.of())) {
            jar.addAll("", classes);
        }
        return file;
    }

    private static List<Path> joined(List<Path> first, List<Path> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
