// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResultsTest {

    @Test
    void iteratorIsTheResultsThemselves() {
        Results<Integer> results = Given.of(1, 2);

        assertThat(results.iterator()).isSameAs(results);
    }

    @Test
    void forLoopGoesOnWhereNextStopped() {
        Results<Integer> results = Given.of(1, 2, 3);
        List<Integer> seen = new ArrayList<>();

        results.next();
        for (int x : results) {
            seen.add(x);
        }

        assertThat(seen).containsExactly(2, 3);
    }

    @Test
    void toListTakesWhatIsLeft() {
        Results<Integer> results = Given.of(1, 2, 3);

        results.next();

        assertThat(results.toList()).containsExactly(2, 3);
    }

    @Test
    void toListKeepsNulls() {
        assertThat(Given.of(1, null, 3).toList()).containsExactly(1, null, 3);
    }

    @Test
    void toListCannotBeModified() {
        List<Integer> list = Given.of(1).toList();

        assertThatThrownBy(() -> list.add(2)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void toListClosesTheResults() {
        Given<Integer> results = Given.of(1, 2);

        results.toList();

        assertThat(results.isClosed).isTrue();
    }

    @Test
    void toListThrowsTheFirstFailureAndCloses() {
        Given<Integer> results = Given.of(1, 2, 3).failingAt(1);

        assertThatThrownBy(results::toList).isInstanceOf(TaskFailedException.class);
        assertThat(results.isClosed).isTrue();
    }

    @Test
    void streamGivesWhatIsLeft() {
        Results<Integer> results = Given.of(1, 2, 3);

        results.next();

        assertThat(results.stream().toList()).containsExactly(2, 3);
    }

    @Test
    void closingTheStreamClosesTheResults() {
        Given<Integer> results = Given.of(1, 2);

        results.stream().close();

        assertThat(results.isClosed).isTrue();
    }

    @Test
    void streamOfKnownSizeIsSized() {
        Spliterator<Integer> spliterator = Given.of(1, 2, 3).stream().spliterator();

        assertThat(spliterator.hasCharacteristics(Spliterator.SIZED)).isTrue();
        assertThat(spliterator.getExactSizeIfKnown()).isEqualTo(3);
    }

    @Test
    void streamOfUnknownSizeIsNotSized() {
        Spliterator<Integer> spliterator =
                Given.of(1, 2, 3).claiming(OptionalLong.empty()).stream().spliterator();

        assertThat(spliterator.hasCharacteristics(Spliterator.SIZED)).isFalse();
    }

    @Test
    void streamIsOrdered() {
        assertThat(Given.of(1, 2, 3).stream().spliterator().hasCharacteristics(Spliterator.ORDERED))
                .isTrue();
    }

    @Test
    void iterableOfKnownSizeIsSizedForProgressBars() {
        assertThat(Given.of(1, 2, 3).spliterator().getExactSizeIfKnown()).isEqualTo(3);
    }

    @Test
    void streamIsRightWhenTheInputClaimedTooMany() {
        Results<Integer> results = Given.of(1, 2, 3).claiming(OptionalLong.of(10));

        assertThat(results.stream().toList()).containsExactly(1, 2, 3);
    }

    @Test
    void streamIsRightWhenTheInputClaimedTooFew() {
        Results<Integer> results = Given.of(1, 2, 3).claiming(OptionalLong.of(1));

        assertThat(results.stream().toArray()).containsExactly(1, 2, 3);
    }

    @Test
    void countingTheStreamRunsIt() {
        Results<Integer> results = Given.of(1, 2, 3);

        assertThat(results.stream().count()).isEqualTo(3);
        assertThat(results.hasNext()).isFalse();
    }

    @Test
    void parallelStreamGivesAllInOrder() {
        Integer[] items = Stream.iterate(0, x -> x + 1).limit(5_000).toArray(Integer[]::new);

        assertThat(Given.of(items).stream().parallel().map(x -> x).toList()).containsExactly(items);
    }

    @Test
    void streamThrowsTheFailureOfAnItem() {
        Results<Integer> results = Given.of(1, 2, 3).failingAt(1);

        assertThatThrownBy(() -> results.stream().toList()).isInstanceOf(TaskFailedException.class);
    }

    /** Results that are there already; the smallest implementation that the interface allows. */
    private static final class Given<R> implements Results<R> {
        private final Iterator<R> items;
        private OptionalLong size;
        private long failingAt = -1;
        private long taken;
        private boolean isClosed;

        private Given(List<R> items) {
            this.items = items.iterator();
            this.size = OptionalLong.of(items.size());
        }

        @SafeVarargs
        @SuppressWarnings("varargs")
        static <R> Given<R> of(R... items) {
            return new Given<>(Arrays.asList(items));
        }

        Given<R> claiming(OptionalLong claimed) {
            size = claimed;
            return this;
        }

        Given<R> failingAt(long index) {
            failingAt = index;
            return this;
        }

        @Override
        public boolean hasNext() {
            return !isClosed && items.hasNext();
        }

        @Override
        public R next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            R item = items.next();
            if (taken++ == failingAt) {
                throw new TaskFailedException(new IllegalStateException("boom"), failingAt);
            }
            return item;
        }

        @Override
        public R next(Duration timeout) {
            return next();
        }

        @Override
        public Outcome<R> nextOutcome() {
            return new Outcome.Success<>(next());
        }

        @Override
        public OptionalLong size() {
            return size;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
