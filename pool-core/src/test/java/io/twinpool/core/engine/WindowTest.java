// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.worker.Routine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the reader of a map may go on, and how far. */
@Timeout(60)
class WindowTest {
    private static final int READ = 20;

    private final AtomicLong handed = new AtomicLong();

    /** {@return a window of that size on a map that has read some items} */
    private Window window(Puppets pool, int size) {
        return window(read(pool, MapOptions.defaults().bufferSize(size)));
    }

    private Window window(MapRun run) {
        return new Window(run, Intake.LAZY, handed::get);
    }

    private static MapRun read(Puppets pool, MapOptions options) {
        Routine same = Routine.of((TaskFunction<Object, Object>) item -> item);
        MapAll<Object> map = new MapAll<>(pool.face(), same, options, Long.MAX_VALUE);
        MapRun run = new MapRun(pool.face(), same, options, Long.MAX_VALUE, map);
        run.begin(new Segment(0, new Object[READ]));
        pool.face().entrance().admit(run, READ);
        return run;
    }

    private int free(Window window, int handedOut) {
        handed.set(handedOut);
        return window.free();
    }

    @Test
    void allThatIsFreeIsReadOnceThatIsHalfOfTheWindow() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            Window one = window(pool, 1);
            Window four = window(pool, 4);
            Window five = window(pool, 5);

            assertThat(IntStream.rangeClosed(19, 20).map(out -> free(one, out))).containsExactly(0, 1);
            assertThat(IntStream.rangeClosed(16, 20).map(out -> free(four, out)))
                    .containsExactly(0, 0, 2, 3, 4);
            assertThat(IntStream.rangeClosed(15, 20).map(out -> free(five, out)))
                    .containsExactly(0, 0, 0, 3, 4, 5);
        }
    }

    /** No worker rests for want of items that the window has room for. */
    @Test
    void allThatIsFreeOfAWindowThatIsSmallForItsWorkersIsReadAtOnce() {
        try (Puppets pool = Puppets.open(Workers.threads(4))) {
            Window four = window(pool, 4);
            Window ten = window(pool, 10);

            assertThat(IntStream.rangeClosed(16, 20).map(out -> free(four, out)))
                    .containsExactly(0, 1, 2, 3, 4);
            assertThat(IntStream.rangeClosed(10, 14).map(out -> free(ten, out))).containsExactly(0, 0, 2, 3, 4);
        }
    }

    /** Contract 4.1: some batches for each worker, however large these are just then, unless that is very much. */
    @Test
    void aWindowOfItsOwnSizeFollowsTheMeasuredBatches() {
        try (Puppets pool = Puppets.open(Workers.threads(2))) {
            MapRun run = read(pool, MapOptions.defaults());
            Window window = window(run);

            assertThat(free(window, READ)).isEqualTo(8);
            run.chunker().measured(1, 100_000);
            assertThat(free(window, READ)).isEqualTo(80);
            run.chunker().measured(10, 100_000);
            assertThat(free(window, READ)).isEqualTo(800);
            run.chunker().measured(100, 100_000);
            assertThat(free(window, READ)).isEqualTo(4096);
        }
    }

    @Test
    void aWindowOfItsOwnSizeFollowsTheChunksThatTheUserWants() {
        try (Puppets pool = Puppets.open(Workers.threads(3))) {
            MapOptions options = MapOptions.defaults();

            assertThat(free(window(read(pool, options.chunkSize(5))), READ)).isEqualTo(60);
            assertThat(free(window(read(pool, options.chunkSize(341))), READ)).isEqualTo(4092);
            assertThat(free(window(read(pool, options.chunkSize(1_000_000))), READ))
                    .isEqualTo(4096);
        }
    }

    /** Too late, and the workers starve; too early, and the consumer looks for each item. */
    @Test
    void theNextLookIsDueJustWhenTheReaderMayGoOn() {
        try (Puppets pool = Puppets.open(Workers.threads(1))) {
            for (int size = 1; size <= 9; size++) { // small and large ones for one worker
                Window window = window(pool, size);
                for (int out = 0; out <= READ; out++) {
                    assertThat(free(window, out) > 0)
                            .as("%s of %s handed out, window of %s", out, READ, size)
                            .isEqualTo(out >= window.nextLook());
                }
            }
        }
    }
}
