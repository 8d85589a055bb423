// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.core.testing.Garbage;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Neither the result of a list that has ended nor an item that takes long keeps the items that have ended, as with the result of a task.
 *
 * <p>bpo-29861: CPython's Pool kept the arguments of tasks that were done (mp, test_release_task_refs); {@link
 * java.util.concurrent.FutureTask} lets go of its callable.
 */
final class KeptResultsTest extends PoolContract {
    private static final int COUNT = 100;
    private static final MapOptions APART = MapOptions.defaults().chunkSize(1);

    KeptResultsTest(Kind kind) {
        super(kind);
    }

    private static final class Large implements Serializable {
        private static final long serialVersionUID = 1;

        private final byte[] bytes = new byte[1000];

        int size() {
            return bytes.length;
        }

        int fail() {
            throw new IllegalStateException("of " + bytes.length);
        }
    }

    /** An item that waits, the first, or fails. */
    private static final class Odd implements Serializable {
        private static final long serialVersionUID = 1;

        private final int number;
        private final Gate gate;

        Odd(int number, Gate gate) {
            this.number = number;
            this.gate = gate;
        }

        int run() throws InterruptedException {
            if (number > 0) {
                throw new IllegalStateException("of " + number);
            }
            return gate.pass(number);
        }
    }

    private record Kept(AsyncResult<List<Integer>> result, List<WeakReference<Large>> items) {
        static Kept of(Function<List<Large>, AsyncResult<List<Integer>>> map) {
            List<Large> items = new ArrayList<>();
            List<WeakReference<Large>> references = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                items.add(new Large());
                references.add(new WeakReference<>(items.get(i)));
            }
            return new Kept(map.apply(items), references);
        }

        void awaitForgotten() throws InterruptedException {
            Garbage.collectUntil("the items are collected", () -> items.stream().allMatch(item -> item.refersTo(null)));
            assertThat(result.ready()).isTrue();
        }
    }

    @Test
    void aListThatHasEndedKeepsNoItem() throws Exception {
        try (Pool pool = open()) {
            Kept returned = Kept.of(items -> pool.mapAsync(Large::size, items));
            Kept failed = Kept.of(items -> pool.mapAsync(Large::fail, items));

            assertThat(returned.result().get(WAIT)).hasSize(COUNT).containsOnly(1000);
            assertThatThrownBy(() -> failed.result().get(WAIT)).hasMessageContaining("of 1000");

            returned.awaitForgotten();
            failed.awaitForgotten();
        }
    }

    /** What was mapped over them may have captured as much as they have. */
    @Test
    void aListThatHasEndedKeepsNoFunction() throws Exception {
        try (Pool pool = open()) {
            Captured captured = Captured.of(large -> pool.mapAsync((Integer x) -> x + large.size(), List.of(1, 2)));

            assertThat(captured.result().get(WAIT)).containsExactly(1001, 1002);

            captured.awaitForgotten();
        }
    }

    private record Captured(AsyncResult<List<Integer>> result, WeakReference<Large> large) {
        static Captured of(Function<Large, AsyncResult<List<Integer>>> map) {
            Large large = new Large();
            return new Captured(map.apply(large), new WeakReference<>(large));
        }

        void awaitForgotten() throws InterruptedException {
            Garbage.collectUntil("what was captured is collected", () -> large.refersTo(null));
            assertThat(result.ready()).isTrue();
        }
    }

    /** Neither its iterator: that of a file keeps the file. */
    @Test
    void resultsThatWereAllTakenKeepNoInput() throws Exception {
        try (Pool pool = open()) {
            List<WeakReference<Object>> inputs = new ArrayList<>();
            try (Results<Integer> results = pool.imap(Work::square, input(inputs))) {
                assertThat(results.next(WAIT)).isEqualTo(4);
                assertThat(results.hasNext()).isFalse();

                Garbage.collectUntil(
                        "the input is collected", () -> inputs.stream().allMatch(x -> x.refersTo(null)));
                assertThat(inputs).hasSize(2);
                assertThat(results.hasNext()).isFalse();
            }
        }
    }

    private static Iterable<Integer> input(List<WeakReference<Object>> made) {
        List<Integer> items = List.of(2);
        Iterable<Integer> input = new Iterable<>() {
            @Override
            public Iterator<Integer> iterator() {
                Iterator<Integer> all = items.iterator();
                Iterator<Integer> iterator = new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return all.hasNext();
                    }

                    @Override
                    public Integer next() {
                        return all.next();
                    }
                };
                made.add(new WeakReference<>(iterator));
                return iterator;
            }
        };
        made.add(new WeakReference<>(input));
        return input;
    }

    @Test
    void anItemThatTakesLongKeepsNoneOfThoseThatHaveEndedBehindIt() throws Exception {
        assumeWorkersOfTheirOwn();
        List<WeakReference<Odd>> items = new ArrayList<>();
        try (Pool pool = open();
                Gate gate = gate();
                Results<Integer> results = pool.imapUnordered(Odd::run, odd(gate, items), APART)) {
            for (int i = 1; i < COUNT; i++) {
                assertThat(results.nextOutcome()).isInstanceOf(Outcome.Failure.class);
            }

            Garbage.collectUntil(
                    "the items between the first and the last are collected",
                    () -> items.subList(COUNT / 4, COUNT / 2).stream().allMatch(item -> item.refersTo(null)));
            gate.open();
            assertThat(results.next(WAIT)).isZero();
        }
    }

    private static Iterable<Odd> odd(Gate gate, List<WeakReference<Odd>> references) {
        return () -> IntStream.range(0, COUNT)
                .mapToObj(i -> {
                    Odd odd = new Odd(i, gate);
                    references.add(new WeakReference<>(odd));
                    return odd;
                })
                .iterator();
    }
}
