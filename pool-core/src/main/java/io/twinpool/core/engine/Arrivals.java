// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue to which any thread adds and from which any thread takes, without a lock.
 *
 * <p>Adding is an exchange of the tail and then a link to it. Between the two nothing from there on can be taken, but {@link #isEmpty}
 * knows of it, so nobody goes to sleep over it. Taking moves the head by a compare-and-set. One atomic instruction for each is why this is
 * not a {@link java.util.concurrent.ConcurrentLinkedQueue}, which was a tenth of the time of a small task.
 *
 * @param <T> what is queued
 */
final class Arrivals<T> {
    private static final VarHandle TAIL = handle(Arrivals.class, "tail");
    private static final VarHandle HEAD = handle(Arrivals.class, "head");
    private static final VarHandle NEXT = handle(Node.class, "next");

    private static VarHandle handle(Class<?> owner, String field) {
        try {
            return MethodHandles.lookup().findVarHandle(owner, field, Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Node<T> {
        private @Nullable T value; // set before it is linked; null once it was taken or removed, which may be seen late

        @SuppressWarnings("FieldMayBeFinal") // through NEXT
        private volatile @Nullable Node<T> next; // set by who adds the next one; itself once the head has passed

        Node(@Nullable T value) {
            this.value = value;
        }
    }

    private volatile Node<T> tail = new Node<>(null); // added last; changed by exchange only
    private volatile Node<T> head = tail; // taken last; changed by compare-and-set only

    /** Adds; any thread. */
    @SuppressWarnings("unchecked") // a VarHandle knows no type arguments
    void add(T value) {
        Node<T> added = new Node<>(value);
        Node<T> before = (Node<T>) TAIL.getAndSet(this, added);
        NEXT.setRelease(before, added);
    }

    /** Any thread. Racy, but never true while something waits that was added before by this thread. */
    boolean isEmpty() {
        Node<T> last = tail;
        return head == last;
    }

    /** {@return the one added first; null: there is none to take yet} */
    @Nullable
    T peek() {
        while (true) {
            Node<T> last = head;
            Node<T> first = last.next;
            if (first == null) {
                return null;
            }
            if (first != last) { // else the head has passed meanwhile
                T value = first.value;
                if (value != null) {
                    return value;
                }
                pass(last, first); // it was removed
            }
        }
    }

    /** Whether anything was added behind what {@link #peek} gave; as racy as {@link #isEmpty}. */
    boolean hasMore() {
        Node<T> last = tail;
        return head.next != last;
    }

    /** {@return whether this call takes what {@link #peek} gave: it was still the first} */
    boolean poll(T expected) {
        Node<T> last = head;
        Node<T> first = last.next;
        if (first == null || first == last || first.value != expected || !pass(last, first)) {
            return false;
        }
        first.value = null; // else it could not be collected before the next one is taken
        return true;
    }

    /**
     * Moves the head. What it leaves behind must not hold what is before it: once one such node is old, the garbage collector would take
     * all that were ever added after it for alive, each time.
     */
    private boolean pass(Node<T> last, Node<T> first) {
        boolean passed = HEAD.compareAndSet(this, last, first);
        if (passed) {
            NEXT.setRelease(last, last);
        }
        return passed;
    }

    /** Removes those that are chosen and are not taken meanwhile. One thread at a time. */
    void removeIf(Predicate<? super T> which) {
        Node<T> node = head;
        Node<T> last = tail; // what was added before this call, also behind what another thread is just adding
        while (node != last) {
            Node<T> next = node.next;
            if (next == node) {
                node = head; // it has passed meanwhile, perhaps beyond the last one
                last = tail;
            } else if (next != null) {
                removeIf(which, next);
                node = next;
            } else {
                Thread.onSpinWait(); // between the two steps of add
            }
        }
        peek(); // passes those at the head
    }

    private static <T> void removeIf(Predicate<? super T> which, Node<T> node) {
        T value = node.value;
        if (value != null && which.test(value)) {
            node.value = null;
        }
    }
}
