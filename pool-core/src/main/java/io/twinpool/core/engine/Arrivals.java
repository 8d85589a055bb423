// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue to which any thread adds, without a lock, and from which one at a time takes.
 *
 * <p>Adding is an exchange of the tail and then a link to it. Between the two nothing from there on can be taken, but {@link #isEmpty}
 * knows of it, so nobody goes to sleep over it. Taking needs no atomic instruction: that, and the single one to add, is why this is not a
 * {@link java.util.concurrent.ConcurrentLinkedQueue}, which was a tenth of the time of a small task.
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
        private @Nullable T value; // set before it is linked; null once it was taken or removed: taker only

        @SuppressWarnings("FieldMayBeFinal") // through NEXT
        private volatile @Nullable Node<T> next; // set once, by the thread that adds the next one

        Node(@Nullable T value) {
            this.value = value;
        }
    }

    private volatile Node<T> tail = new Node<>(null); // added last; changed by exchange only
    private volatile Node<T> head =
            tail; // taken last; written by the taker, through HEAD, since a late look at it harms nobody

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

    /** {@return the one added first; null: there is none to take yet} Taker only, as all below. */
    @Nullable
    T peek() {
        Node<T> first = head.next;
        while (first != null && first.value == null) {
            pass(first); // it was removed
            first = first.next;
        }
        return first == null ? null : first.value;
    }

    /** Takes what {@link #peek} gave. */
    void poll() {
        Node<T> first = head.next;
        if (first != null) {
            first.value = null; // else it could not be collected before the next one is taken
            pass(first);
        }
    }

    private void pass(Node<T> node) {
        HEAD.setRelease(this, node);
    }

    /** Removes those that are chosen. */
    void removeIf(Predicate<? super T> which) {
        Node<T> last = tail; // what was added before this call, also behind what another thread is just adding
        for (Node<T> node = head; node != last; ) {
            Node<T> next = node.next;
            if (next == null) {
                Thread.onSpinWait(); // between the two steps of add
                continue;
            }
            T value = next.value;
            if (value != null && which.test(value)) {
                next.value = null;
            }
            node = next;
        }
        peek(); // passes those at the head
    }
}
