// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Family;
import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Limits;
import io.twinpool.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class HostTest {
    @TempDir
    Path directory;

    /** {@return a host that has its temporary files in the directory} */
    private HostJvm start(Class<?> main, String... arguments) throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("t"));
        return HostCommand.of(main, arguments).temporaryFilesIn(temporary).start();
    }

    /** {@return its workers} It says their pids. */
    private static List<ProcessHandle> children(HostJvm host) throws InterruptedException {
        List<ProcessHandle> children = new ArrayList<>();
        for (String pid : host.line(0).split(" ", -1)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(children::add);
        }
        return children;
    }

    @Test
    void aKilledHostLeavesNoWorkerIdleOrBusyAndNoFile() throws Exception {
        try (HostJvm host = start(HostMain.class, "wait")) {
            List<ProcessHandle> children = children(host);
            assertThat(children).hasSize(2);

            host.kill();

            Family.awaitEnd(children);
            assertNoFileIsLeft();
        }
    }

    @Test
    void aHostThatEndsWithoutCloseLeavesNoWorkerAndNoFile() throws Exception {
        try (HostJvm host = start(HostMain.class, "exit")) {
            List<ProcessHandle> children = children(host);

            assertThat(host.exitCode()).isZero();

            Family.awaitEnd(children);
            assertNoFileIsLeft();
        }
    }

    /** A worker is just being started, say: Pool.close() does not wait for it. */
    @Test
    void aHostThatEndsWhileFilesAreMadeLeavesNone() throws Exception {
        try (HostJvm host = start(LateFileMain.class)) {
            assertThat(host.exitCode()).isZero();

            assertNoFileIsLeft();
        }
    }

    private void assertNoFileIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("t"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void openingAndClosingLeavesNothing() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet(); // others may still be on their way out
        once();
        long descriptors = descriptors();
        for (int i = 0; i < 3; i++) {
            once();
        }

        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
        Eventually.until("no more open files", () -> descriptors() <= descriptors);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(Thread::isAlive)
                        .filter(thread -> !before.contains(thread))
                        .filter(HostTest::isOurs)
                        .map(Thread::getName))
                .isEmpty();
    }

    /** The last of them to end lets go of the last descriptors. */
    private static boolean isOurs(Thread thread) {
        String name = thread.getName();
        return name.startsWith("worker-1") || name.equals("twinpool-reception") || name.equals("twinpool-classes");
    }

    private static void once() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        WorkerFactory factory = new ProcessKind().open(Workers.processes(1));
        Path files;
        try (Place place = Place.open(factory, "worker-1").awaitReady()) {
            Items items =
                    place.run(Jobs.function((String file) -> Files.readString(Path.of(file))), "/proc/self/cmdline");
            String command = (String) Objects.requireNonNull(items.value(0));
            files = Path.of(command.substring(command.indexOf('@') + 1).split("\0", -1)[0])
                    .getParent();
            assertThat(files).exists();
        }
        factory.close();
        assertThat(files).doesNotExist();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (isOurs(thread) && !before.contains(thread)) {
                thread.join(Limits.WAIT.toMillis());
            }
        }
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
