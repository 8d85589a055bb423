// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import io.twinpool.worker.WorkerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/** A host whose only worker is at something that does not end when the host is killed. */
final class DyingHostMain {
    /** Behind the name of the file: what a worker that records writes at its end. */
    static final String ARCHIVE = ".jsa";

    private DyingHostMain() {}

    /** What the worker is at. */
    enum Scene {
        IDLE,
        BUSY_LOOP,
        COUNTED_LOOP,
        RECORDING,
        BLOCKED_IN_IO,
        INITIALIZER,
        WAITING_FOR_ITS_CHILD
    }

    /** Arguments: a scene, and a file that the worker makes when it is at it. */
    public static void main(String[] arguments) throws Exception {
        Scene scene = Scene.valueOf(arguments[0]);
        String file = arguments[1];
        Workers workers = Workers.processes(1);
        if (scene == Scene.RECORDING) {
            workers = workers.classPath(List.of()) // of directories there can be no archive
                    .jvmArgs("-XX:ArchiveClassesAtExit=" + file + ARCHIVE, "-D" + Rehearsal.RECORDS + "=true");
        }
        if (scene == Scene.INITIALIZER) {
            workers = workers.initializer(() -> Jobs.hang(file));
        }
        WorkerFactory factory = new ProcessKind().open(workers);
        Place place = Place.open(factory, "worker");
        if (scene != Scene.INITIALIZER) {
            place.awaitReady().run(Jobs.function((String made) -> play(scene, made)), file);
        }
        Thread.sleep(1_000_000); // until it is killed
    }

    private static int play(Scene scene, String file) throws Exception {
        warmUp(scene);
        Process child = scene == Scene.WAITING_FOR_ITS_CHILD ? new ProcessBuilder("sleep", "1000").start() : null;
        Path.of(file).toFile().createNewFile();
        return switch (scene) {
            case IDLE, INITIALIZER, RECORDING -> 0;
            case BUSY_LOOP -> spin();
            case COUNTED_LOOP -> (int) sum(Integer.MAX_VALUE);
            case BLOCKED_IN_IO -> accept();
            case WAITING_FOR_ITS_CHILD -> child.waitFor();
        };
    }

    private static void warmUp(Scene scene) {
        for (int i = 0; scene == Scene.COUNTED_LOOP && i < 20_000; i++) {
            sum(100);
        }
    }

    /** Once compiled, a loop that the JVM cannot stop for minutes, if it is compiled without safepoints. */
    private static double sum(int count) {
        double sum = 0;
        for (int i = 1; i < count; i++) {
            sum = root(root(root(root(sum + i))));
        }
        return sum;
    }

    private static double root(double number) {
        return Math.sqrt(Math.sqrt(number));
    }

    private static int spin() {
        int x = 0;
        while (!Thread.currentThread().getName().isEmpty()) {
            x++;
        }
        return x;
    }

    private static int accept() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.accept().getPort();
        }
    }
}
