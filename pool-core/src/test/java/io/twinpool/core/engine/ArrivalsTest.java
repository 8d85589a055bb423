// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final int PRODUCERS = 4;
    private static final int EACH = 100_000;

    private final Arrivals<Integer> arrivals = new Arrivals<>();

    @Test
    void isEmptyUntilSomethingIsAddedAndAfterItWasTaken() {
        boolean before = arrivals.isEmpty();
        arrivals.add(1);
        boolean during = arrivals.isEmpty();
        arrivals.poll(1);

        assertThat(List.of(before, during, arrivals.isEmpty())).containsExactly(true, false, true);
    }

    @Test
    void givesInTheOrderAdded() {
        IntStream.range(0, 5).forEach(arrivals::add);

        assertThat(taken()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void givesNothingThatWasRemoved() {
        IntStream.range(0, 6).forEach(arrivals::add);

        arrivals.removeIf(i -> i % 2 == 1 || i == 0); // the first and the last among them
        arrivals.add(6);

        assertThat(taken()).containsExactly(2, 4, 6);
    }

    @Test
    void isEmptyWhenAllWasRemoved() {
        IntStream.range(0, 3).forEach(arrivals::add);

        arrivals.removeIf(i -> true);

        assertThat(arrivals.isEmpty()).isTrue();
    }

    @Test
    void removingEndsThoughAsManyAreAddedMeanwhile() {
        IntStream.range(0, 3).forEach(arrivals::add);
        List<Integer> asked = new ArrayList<>();

        arrivals.removeIf(i -> {
            assertThat(asked).as("asked before").hasSizeLessThan(3);
            asked.add(i);
            arrivals.add(i + 3);
            return i == 1;
        });

        assertThat(asked).containsExactly(0, 1, 2);
        assertThat(taken()).containsExactly(0, 2, 3, 4, 5);
    }

    @RepeatedTest(3)
    void givesWhatManyThreadsAddOnceAndInTheOrderOfEach() {
        CyclicBarrier together = new CyclicBarrier(PRODUCERS);
        List<CompletableFuture<Void>> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int first = i * EACH;
            producers.add(CompletableFuture.runAsync(() -> addAll(first, together), task -> new Thread(task).start()));
        }

        List<Integer> taken = new ArrayList<>();
        for (boolean last = false; !last; ) {
            last = allDone(producers);
            taken.addAll(taken());
        }

        assertThat(taken).hasSize(PRODUCERS * EACH);
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            assertThat(taken.stream().filter(value -> value / EACH == producer)).isSorted();
        }
    }

    private void addAll(int first, CyclicBarrier together) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
        IntStream.range(first, first + EACH).forEach(arrivals::add);
    }

    private static boolean allDone(List<CompletableFuture<Void>> producers) {
        return producers.stream().allMatch(CompletableFuture::isDone);
    }

    private List<Integer> taken() {
        List<Integer> taken = new ArrayList<>();
        for (Integer next = arrivals.peek(); next != null; next = arrivals.peek()) {
            taken.add(next);
            arrivals.poll(next);
        }
        return taken;
    }
}
