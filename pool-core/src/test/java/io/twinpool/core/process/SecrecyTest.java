// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Workers;
import io.twinpool.core.remote.Arena;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Family;
import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.WorkerFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What other users of the machine can see and reach: reliability.md, threats S1, S2, S5, S8. */
@ExtendWith(LeakCheck.class)
@EnabledOnOs(OS.LINUX) // where /proc tells
class SecrecyTest {
    private static final int SECRETS = 2 * 32; // of the child and of the parent
    private static final String LISTENING = "0A";

    @TempDir
    Path directory;

    /** A JDK whose launcher keeps a copy of what it reads: the secrets come that way. */
    private Path overheard(Path copy) throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        Path home = Files.createDirectories(directory.resolve("jdk"));
        Files.copy(own.resolve("release"), home.resolve("release"));
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\ntee '" + copy + "' | exec '" + own.resolve("bin/java") + "' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        return home;
    }

    private static List<String> secrets(Path copy) throws IOException {
        List<String> secrets = new ArrayList<>();
        try (DataInputStream boot = new DataInputStream(Files.newInputStream(copy))) {
            boot.readInt();
            assertThat(boot.readBoolean()).as("has the path of a socket").isTrue();
            boot.readUTF();
            boot.readLong();
            byte[] both = boot.readNBytes(SECRETS);
            for (int from = 0; from < SECRETS; from += 8) {
                byte[] part = Arrays.copyOfRange(both, from, from + 8);
                secrets.add(new String(part, ISO_8859_1));
                secrets.add(HexFormat.of().formatHex(part));
                secrets.add(Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(part)
                        .substring(0, 8));
            }
        }
        return secrets;
    }

    private static String content(Path file) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1);
    }

    @Test
    void theSecretsAreInNoCommandLineEnvironmentOrFileName() throws Exception {
        Path copy = directory.resolve("copy");
        try (Place place = Place.ready(Workers.processes(1).javaHome(overheard(copy)))) {
            long pid = (Long) Objects.requireNonNull(place.run(
                            Jobs.function((Integer x) -> ProcessHandle.current().pid()), 1)
                    .value(0));
            List<String> secrets = secrets(copy);
            String command = content(Path.of("/proc/" + pid + "/cmdline"));
            Path files = Path.of(command.substring(command.indexOf('@') + 1).split("\0", -1)[0]);

            assertThat(command).contains("@").doesNotContain(secrets);
            assertThat(content(Path.of("/proc/" + pid + "/environ"))).doesNotContain(secrets);
            assertThat(content(files)).as("the argument file").doesNotContain(secrets);
            try (Stream<Path> all = Files.walk(files.getParent())) {
                assertThat(all.map(Path::toString))
                        .allSatisfy(name -> assertThat(name).doesNotContain(secrets));
            }
        }
    }

    /** S2: whatever umask the host has. */
    @Test
    void theDirectoryIsTheOwnersAloneUnderAnyUmask() throws Exception {
        HostCommand command = HostCommand.of(HostMain.class, "wait")
                .startedBy("sh", "-c", "umask 000; exec \"$0\" \"$@\"")
                .temporaryFilesIn(directory);
        try (HostJvm started = command.start()) {
            started.line(0); // its workers are up
            Process host = started.process();
            List<ProcessHandle> children = host.children().toList();
            List<Path> made = files(directory);

            assertThat(made).hasSize(1).allSatisfy(path -> {
                assertThat(path.getFileName().toString()).startsWith("twinpool-" + host.pid() + "-");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rwx------");
            });
            assertThat(children).hasSizeGreaterThanOrEqualTo(2);
            assertThat(listening(host.pid())).isEmpty();
            for (ProcessHandle child : children) {
                assertThat(listening(child.pid())).isEmpty();
            }

            started.kill();
            Family.awaitEnd(children);
            Eventually.until("no file", () -> files(directory).isEmpty());
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** S1: where no Unix domain socket can be bound, the port is of the loopback interface, and the worker has none. */
    @Test
    void thePortIsOnTheLoopbackInterfaceAlone() throws Exception {
        Path far = Files.createDirectories(directory.resolve("d".repeat(100)));
        List<String> before = listening(ProcessHandle.current().pid());
        try (WorkerFactory factory =
                        ForkedJvms.open(Workers.processes(1), PrivateDirectory.create(far, far), Duration.ofDays(1));
                Place place = Place.open(factory, "worker-1").awaitReady()) {
            long pid = (Long) Objects.requireNonNull(place.run(
                            Jobs.function((Integer x) -> ProcessHandle.current().pid()), 1)
                    .value(0));
            List<String> ours =
                    new ArrayList<>(listening(ProcessHandle.current().pid()));
            ours.removeAll(before);

            assertThat(ours)
                    .hasSize(1)
                    .allSatisfy(address ->
                            assertThat(address).matches("0100007F:.*|0{24}01000000:.*|0{16}FFFF00000100007F:.*"));
            assertThat(listening(pid)).isEmpty();
        }
    }

    /** {@return what a descriptor is open on; nothing, if it has been closed since it was listed} */
    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** {@return the addresses at which a process listens} */
    private static List<String> listening(long pid) throws IOException {
        List<String> inodes = new ArrayList<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : open.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        List<String> addresses = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTENING) && inodes.contains(fields[9])) {
                    addresses.add(fields[1]);
                }
            }
        }
        return addresses;
    }

    /** S8: a name that somebody has guessed and taken, with a link to his own place, is not used. */
    @Test
    void aDirectoryThatIsThereAlreadyIsNeverTaken() throws Exception {
        Path trap = Files.createDirectory(directory.resolve("trap"));
        Path place = Files.createDirectory(directory.resolve("tmp"));
        for (String name :
                List.of("twinpool", "twinpool-" + ProcessHandle.current().pid() + "-")) {
            Files.createSymbolicLink(place.resolve(name), trap);
        }
        try (PrivateDirectory made = PrivateDirectory.create(place, place)) {
            assertThat(made.path()).isDirectory().isNotEqualTo(trap.toRealPath());
            assertThat(made.path().getFileName().toString()).matches("twinpool-\\d+-\\d{6,}");
        }
        assertThat(trap).isEmptyDirectory();
    }

    /** S8: in the directory too, nothing is opened that was there before. */
    @Test
    void sharedMemoryIsNeverPutIntoAFileThatIsThereAlready() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve("m1"), victim);

        assertThatThrownBy(() -> Arena.create(directory.resolve("m1"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(victim).hasContent("precious");
    }
}
