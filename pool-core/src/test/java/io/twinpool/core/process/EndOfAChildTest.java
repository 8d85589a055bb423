// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Routine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How children end, and what is left of their work. */
@ExtendWith(LeakCheck.class)
class EndOfAChildTest {
    private static final Workers ONE = Workers.processes(1);
    private static final Routine ECHO = Jobs.function(Jobs::echo);

    @TempDir
    Path directory;

    @Test
    void aKilledChildLosesOnlyTheItemThatWasRunning() throws Exception {
        try (Place place = Place.ready(ONE)) {
            Path started = directory.resolve("started");
            Items items = place.run(
                    Jobs.function((Object x) -> x instanceof String file ? Jobs.hang(file) : x),
                    0,
                    1,
                    started.toString(),
                    3,
                    4);
            Jobs.awaitFile(started);

            place.worker().kill();

            Ending.Lost lost = (Ending.Lost) place.ending();
            assertThat(lost.exitCode()).isEqualTo(OptionalInt.of(137));
            assertThat(lost.how()).isEqualTo("was killed by signal 9 (exit code 137)");
            assertThat(lost.pid()).isNotEmpty();
            assertThat(items.value(0)).isEqualTo(0);
            assertThat(items.value(1)).isEqualTo(1);
            assertThat(items.has(2)).isFalse();
            assertThat(items.has(3)).isFalse();
            assertThat(items.claims().started()).isEqualTo(3);
            assertThat(items.claims().running()).isEqualTo(2);
        }
    }

    @Test
    void outcomesBeforeAHaltAreFoundInSharedMemory() throws Exception {
        try (Place place = Place.ready(ONE)) {
            Items items = place.run(
                    Jobs.function((Integer x) -> {
                        if (x == 900) {
                            Runtime.getRuntime().halt(9);
                        }
                        return x;
                    }),
                    IntStream.range(0, 1000).boxed().toArray());

            Ending.Lost lost = (Ending.Lost) place.ending();

            assertThat(lost.how()).isEqualTo("ended with exit code 9");
            for (int i = 0; i < 900; i++) {
                assertThat(items.has(i)).as("item " + i).isTrue();
            }
            assertThat(items.has(900)).isFalse();
            assertThat(items.claims().started()).isEqualTo(901);
        }
    }

    @Test
    void anExitIsALossEvenWithCodeZero() throws Exception {
        try (Place place = Place.ready(ONE.killGrace(WAIT))) {
            Items items = place.run(
                    Jobs.function((Integer x) -> {
                        if (x == 1) {
                            System.err.println("last words");
                            System.exit(0);
                        }
                        return x;
                    }),
                    0,
                    1,
                    2);

            Ending.Lost lost = (Ending.Lost) place.ending();

            assertThat(lost.exitCode()).isEqualTo(OptionalInt.of(0));
            assertThat(lost.how()).isEqualTo("ended with exit code 0");
            assertThat(lost.lastWords()).isEqualTo("last words");
            assertThat(items.value(0)).isEqualTo(0);
            assertThat(items.has(1)).isFalse();
            assertThat(items.has(2)).isFalse();
        }
    }

    @Test
    void anExitThatHangsInAHookIsEndedAfterTheGrace() throws Exception {
        try (Place place = Place.ready(ONE.killGrace(Duration.ofMillis(50)))) {
            place.run(
                    Jobs.function((Integer x) -> {
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> sleepForEver()));
                        System.exit(x);
                        return x;
                    }),
                    0);

            assertThat(place.ending()).isInstanceOf(Ending.Lost.class);
        }
    }

    private static void sleepForEver() {
        try {
            Thread.sleep(1_000_000); // until its JVM ends
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anOutOfMemoryErrorEndsTheChildAndIsNamed() throws Exception {
        try (Place place = Place.ready(ONE.maxHeap("16m"))) {
            place.run(
                    Jobs.function((Integer x) -> {
                        List<long[]> all = new ArrayList<>();
                        while (all.size() < x) {
                            all.add(new long[x]);
                        }
                        return all.get(0)[0];
                    }),
                    1 << 17);

            Ending.Lost lost = (Ending.Lost) place.ending();

            assertThat(lost.how()).isEqualTo("ran out of memory (exit code 3)");
        }
    }

    @Test
    void aRetiredWorkerRunsItsFinalizerAndLeaves() throws Exception {
        Path left = directory.resolve("left");
        String file = left.toString();
        Workers workers = ONE.finalizer(() -> Files.createFile(Path.of(file))).killGrace(WAIT);
        try (Place place = Place.ready(workers)) {
            place.run(ECHO, 1).value(0);
            place.awaitIdle();

            place.worker().retire();

            assertThat(place.ending()).isEqualTo(new Ending.Left());
            assertThat(left).exists();
        }
    }

    @Test
    void aFinalizerThatHangsIsEndedAfterTheGrace() throws Exception {
        try (Place place =
                Place.ready(ONE.finalizer(EndOfAChildTest::sleepForEver).killGrace(Duration.ofMillis(50)))) {
            place.worker().retire();

            assertThat(place.ending()).isEqualTo(new Ending.Left());
        }
    }

    @Test
    void terminateIsASignalThatRunsShutdownHooks() throws Exception {
        Path hooked = directory.resolve("hooked");
        String file = hooked.toString();
        try (Place place = Place.ready(ONE.killGrace(WAIT))) {
            place.run(Jobs.function((String f) -> addHook(f)), file).value(0);

            place.worker().terminate();

            assertThat(((Ending.Lost) place.ending()).exitCode()).isEqualTo(OptionalInt.of(143));
            assertThat(hooked).exists();
        }
    }

    private static int addHook(String file) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Path.of(file).toFile().mkdir()));
        return 0;
    }
}
