// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.core.testing.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract 13, with plain fields: what was before the submission is visible to the task, the task's effects to all who see its end. */
final class VisibilityTest extends PoolContract {
    private static final int MANY = 20_000;
    private static final int ROUNDS = 500;

    VisibilityTest(Kind kind) {
        super(kind);
    }

    /** Plain fields, each of which is written in a thread and read in another. */
    private static final class Box {
        private int before;
        private int within;
        private final int[] array = new int[1];

        static Box of(int x) {
            Box box = new Box();
            box.before = x + 1;
            return box;
        }

        Box worked() {
            within = before * 2;
            array[0] = within + 1;
            return this;
        }

        boolean isWhole() {
            return before > 0 && within == before * 2 && array[0] == within + 1;
        }
    }

    private static List<Box> boxes(int n) {
        return IntStream.range(0, n).mapToObj(Box::of).toList();
    }

    @Test
    void aListShowsWhatItsItemsDid() {
        assumeSharedMemory();
        try (Pool pool = open(2)) {
            List<Box> boxes = boxes(MANY);
            assertThat(pool.map(Box::worked, boxes)).isEqualTo(boxes).allMatch(Box::isWhole);
            assertThat(pool.map(Box::worked, boxes(MANY), 7)).allMatch(Box::isWhole);
        }
    }

    @Test
    void aLazyMapShowsWhatItsItemsDid() {
        assumeSharedMemory();
        try (Pool pool = open(2);
                Results<Box> ordered = pool.imap(Box::worked, () -> boxes(MANY).iterator());
                Results<Box> unordered = pool.imapUnordered(Box::worked, boxes(MANY))) {
            for (int i = 0; i < MANY; i++) {
                assertThat(ordered.next().isWhole()).isTrue();
                assertThat(unordered.next().isWhole()).isTrue();
            }
        }
    }

    @Test
    void aCallbackSeesWhatTheTaskDid() throws Exception {
        assumeSharedMemory();
        AtomicInteger whole = new AtomicInteger();
        try (Pool pool = open(2)) {
            for (int i = 0; i < ROUNDS; i++) {
                pool.applyAsync(
                        Box::worked, Box.of(i), Callbacks.onResult(box -> whole.addAndGet(box.isWhole() ? 1 : 0)));
            }
            pool.mapAsync(
                    Box::worked,
                    boxes(MANY),
                    MapOptions.defaults(),
                    Callbacks.onResult(list -> whole.addAndGet(
                            (int) list.stream().filter(Box::isWhole).count())));
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
        }
        assertThat(whole).hasValue(ROUNDS + MANY);
    }

    /** What the task did shows through the box itself, to whoever has seen that it has ended: by ready(), await(), join() and get(). */
    @Test
    void whoSeesTheEndSeesTheEffects() throws Exception {
        assumeSharedMemory();
        try (Pool pool = open(2)) {
            for (int i = 0; i < ROUNDS; i++) {
                Box box = Box.of(i);
                AsyncResult<Box> result = pool.applyAsync(box::worked);
                awaitEnd(i, result);
                assertThat(box.isWhole()).isTrue();
            }
            Box last = Box.of(1);
            pool.applyAsync(last::worked);
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(last.isWhole()).isTrue();
        }
    }

    private static void awaitEnd(int way, AsyncResult<Box> result) throws Exception {
        switch (way % 3) {
            case 0 -> result.get(WAIT);
            case 1 -> assertThat(result.await(WAIT)).isTrue();
            default -> {
                while (!result.ready()) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** A callback's own effects are visible to the next, and to who has waited for them. */
    @Test
    void callbacksSeeWhatCallbacksBeforeThemDid() throws Exception {
        int[] sum = new int[1];
        try (Pool pool = open()) {
            for (int i = 0; i < ROUNDS; i++) {
                pool.applyAsync(() -> 1, Callbacks.onResult(x -> sum[0] += x));
            }
            pool.shutdown();
            assertThat(pool.join(WAIT)).isTrue();
            assertThat(sum[0]).isEqualTo(ROUNDS);
        }
    }
}
