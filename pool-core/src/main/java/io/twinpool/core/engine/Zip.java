// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Args2;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;

/** Rows of arguments from two inputs; the shorter one ends them. */
public final class Zip {
    private Zip() {}

    /**
     * {@return rows of what the inputs give; a collection if both are, since then their number is known}
     *
     * @param first the first arguments
     * @param second the second arguments
     */
    public static Iterable<?> of(Iterable<?> first, Iterable<?> second) {
        Objects.requireNonNull(first, "a");
        Objects.requireNonNull(second, "b");
        if (first instanceof Collection<?> a && second instanceof Collection<?> b) {
            return new Rows(a, b);
        }
        return (Iterable<Object>) () -> RowIterator.over(first, second);
    }

    private static final class Rows extends AbstractCollection<Object> {
        private final Collection<?> first;
        private final Collection<?> second;

        Rows(Collection<?> first, Collection<?> second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public Iterator<Object> iterator() {
            return RowIterator.over(first, second);
        }

        @Override
        public int size() {
            return Math.min(first.size(), second.size());
        }
    }

    private static final class RowIterator implements Iterator<Object> {
        private final Iterator<?> first;
        private final Iterator<?> second;

        private RowIterator(Iterator<?> first, Iterator<?> second) {
            this.first = first;
            this.second = second;
        }

        static RowIterator over(Iterable<?> first, Iterable<?> second) {
            return new RowIterator(MapInput.iterator(first, "a"), MapInput.iterator(second, "b"));
        }

        @Override
        public boolean hasNext() {
            return first.hasNext() && second.hasNext();
        }

        @Override
        public Object next() {
            return Args2.of(first.next(), second.next());
        }
    }
}
