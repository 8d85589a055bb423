// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/** A host that sees to an archive as soon as its pool is open, and says whether it makes one and whether workers use it. */
final class ArchiveMain {
    private ArchiveMain() {}

    public static void main(String[] arguments) throws Exception {
        try (ForkedJvms jvms = ForkedJvms.open(Workers.processes(1), PrivateDirectory.create(), Duration.ZERO)) {
            switch (arguments[0]) {
                case "make" -> Eventually.until("an archive", ArchiveMain::isThere);
                case "begin" -> {
                    Eventually.until("a rehearsal", ArchiveMain::isRehearsing);
                    sayWhetherItRehearses();
                }
                default -> sayWhetherItRehearses();
            }
            if (!arguments[0].equals("begin")) {
                System.out.println("archive " + isUsed(jvms));
            }
        }
        System.out.println("left " + ProcessHandle.current().descendants().count());
    }

    private static boolean isThere() {
        Path cache = Path.of(System.getenv("XDG_CACHE_HOME"), "twinpool");
        try (Stream<Path> files = Files.list(cache)) {
            return files.anyMatch(file ->
                    file.toString().endsWith(".archive") && file.toFile().length() > 0);
        } catch (IOException e) { // not made yet
            return false;
        }
    }

    private static boolean isRehearsing() {
        return ProcessHandle.current()
                .descendants()
                .anyMatch(child -> child.info().commandLine().orElse("").contains("twinpool-rehearsal"));
    }

    private static void sayWhetherItRehearses() {
        boolean rehearses = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("twinpool-rehearsal"));
        System.out.println("rehearses " + rehearses);
    }

    /** As a pool would, it tries again if a worker does not come up. */
    private static Object isUsed(ForkedJvms jvms) throws Exception {
        try (Place place = Place.open(jvms, "worker-1").awaitReady()) {
            return Objects.requireNonNull(
                    place.run(Jobs.function((Integer x) -> isMapped()), 1).value(0));
        } catch (AssertionError e) {
            System.out.println("a worker did not start");
            try (Place place = Place.open(jvms, "worker-2").awaitReady()) {
                return Objects.requireNonNull(
                        place.run(Jobs.function((Integer x) -> isMapped()), 1).value(0));
            }
        }
    }

    private static boolean isMapped() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.anyMatch(line -> line.endsWith(".archive"));
        }
    }
}
