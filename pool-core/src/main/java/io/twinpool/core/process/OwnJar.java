// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolStats;
import io.twinpool.PoolTerminatedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.Results;
import io.twinpool.Task;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskTimeoutException;
import io.twinpool.WorkerLostException;
import io.twinpool.core.remote.ChildMain;
import io.twinpool.core.remote.RemoteWorker;
import io.twinpool.worker.WorkerKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A jar of those classes of Twinpool that a child needs, for hosts whose loader has them from nowhere that another JVM
 * could look: jars in a jar, memory.
 *
 * <p>They are what the main class of a child names, and what those name; and the rest of their packages, since a task may
 * use Twinpool itself: a package that were partly served would be two, and what is private to it out of its reach.
 */
final class OwnJar {
    /** What leads to all of those packages: it, what it names, what that names. */
    private static final List<Class<?>> ROOTS = List.of(
            ChildMain.class,
            RemoteWorker.class,
            WorkerKind.class,
            MapOptions.class,
            Results.class,
            PoolStats.class,
            BrokenPoolException.class,
            PoolInterruptedException.class,
            PoolTerminatedException.class,
            PoolTimeoutException.class,
            TaskFailedException.class,
            TaskTimeoutException.class,
            WorkerLostException.class);

    private final @Nullable ClassLoader loader = ChildMain.class.getClassLoader();
    private final String prefix = path(Task.class.getPackageName()) + "/"; // as it is called here: it may be relocated
    private final Set<String> known = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    private OwnJar() {}

    static byte[] content() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(out)) {
            jar.setLevel(0); // read at every start, written once
            new OwnJar().fill(jar);
        }
        return out.toByteArray();
    }

    private void fill(ZipOutputStream jar) throws IOException {
        ROOTS.forEach(root -> meet(path(root.getName())));
        for (String name = waiting.poll(); name != null; name = waiting.poll()) {
            byte[] bytes = bytes(name + ".class");
            if (bytes != null) { // else only looked like a class
                jar.putNextEntry(new ZipEntry(name + ".class"));
                jar.write(bytes);
                ClassNames.in(bytes, prefix).forEach(this::meet);
            }
        }
    }

    private void meet(String name) {
        if (known.add(name)) {
            waiting.add(name);
        }
    }

    private byte @Nullable [] bytes(String resource) throws IOException {
        try (InputStream in = loader == null
                ? ClassLoader.getSystemResourceAsStream(resource)
                : loader.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static String path(String name) {
        return name.replace('.', '/');
    }
}
