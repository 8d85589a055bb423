// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.PoolInterruptedException;
import io.twinpool.PoolTimeoutException;
import io.twinpool.core.engine.Blocked;
import io.twinpool.worker.Nanos;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.WeakHashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Futures in the order in which they end.
 *
 * <p>One consumer thread, one pass: every {@link #iterator} is the same iteration. {@link #add}, {@link #size} and {@link #close} may come
 * from any thread. Neither closing nor a deadline touches the tasks. Futures that have been given out are not kept.
 *
 * @param <R> the type of the results
 */
public final class AsCompleted<R extends @Nullable Object> implements Iterable<PoolFuture<R>>, AutoCloseable {
    private final BlockingQueue<News<R>> ended = new LinkedBlockingQueue<>();
    private final Map<PoolFuture<R>, Runnable> awaited = new HashMap<>(); // guarded by itself: with its listener
    private final Set<PoolFuture<R>> given = // guarded by awaited: those that have been delivered and are still in use
            Collections.newSetFromMap(new WeakHashMap<>());
    private final Clock clock;
    private volatile boolean closed; // set once
    private int delivered; // guarded by awaited

    AsCompleted(Set<PoolFuture<R>> futures, Clock clock) {
        this.clock = clock;
        futures.forEach(this::listen);
        Endings.hurry(futures, clock);
    }

    /**
     * Adds a future to the iteration, also while it goes on; one that is known already is not added again. After {@link #close} it is
     * counted, and does not come.
     *
     * @param future of any pool
     * @return this
     */
    public AsCompleted<R> add(PoolFuture<? extends R> future) {
        PoolFuture<R> added = Futures.of(Objects.requireNonNull(future, "future"));
        listen(added);
        Endings.hurry(List.of(added), clock);
        return this;
    }

    private void listen(PoolFuture<R> future) {
        Runnable listener = () -> tell(future);
        boolean isNew;
        synchronized (awaited) {
            isNew = !given.contains(future) && awaited.putIfAbsent(future, listener) == null;
        }
        if (isNew && !closed) {
            Endings.tell(future, listener);
        }
        if (isNew && closed) { // it may have come in between
            Endings.forget(future, listener);
        }
    }

    private void tell(PoolFuture<R> future) {
        synchronized (awaited) {
            if (awaited.containsKey(future)) { // else its end has been seen before this came to tell it
                ended.add(new News<>(future));
            }
        }
    }

    /** {@return how many different futures have been added so far, delivered ones included} */
    public int size() {
        synchronized (awaited) {
            return awaited.size() + delivered;
        }
    }

    /**
     * {@return the one iteration over these futures} Its {@code next()} waits; its {@code hasNext()} does not. {@code next()} throws {@link
     * PoolTimeoutException} once when the deadline has passed, {@link NoSuchElementException} when no future is left or this is closed,
     * also while it waits, and {@link PoolInterruptedException} if this thread is interrupted while it waits: then the iteration stays
     * usable.
     */
    @Override
    public Iterator<PoolFuture<R>> iterator() {
        return new Iteration();
    }

    /** {@return the futures as a stream, closing which closes this} */
    public Stream<PoolFuture<R>> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(this::close);
    }

    /** Ends the iteration, also for a consumer that waits. The tasks go on. Idempotent. */
    @Override
    public void close() {
        closed = true;
        ended.add(new News<>(null));
        forgetAll();
    }

    /** Leaves no listener on a future that outlives this iteration. */
    private void forgetAll() {
        synchronized (awaited) {
            awaited.forEach(Endings::forget);
        }
    }

    private boolean isExhausted() {
        synchronized (awaited) {
            return closed || awaited.isEmpty();
        }
    }

    private PoolFuture<R> take() {
        News<R> next = poll();
        synchronized (awaited) {
            if (next == null) {
                next = late();
            }
            PoolFuture<R> future = next.future;
            if (future == null) {
                throw new NoSuchElementException("no more futures: the iteration is closed");
            }
            awaited.remove(future);
            given.add(future);
            delivered++;
            return future;
        }
    }

    /** Time is up: what has ended is given out all the same, also if the news of it is only on its way. Under the lock of awaited. */
    private News<R> late() {
        News<R> told = ended.poll();
        if (told != null) {
            return told;
        }
        for (PoolFuture<R> future : awaited.keySet()) {
            if (future instanceof TaskFuture && future.isDone()) { // of others, user code, only news are known
                return new News<>(future);
            }
        }
        throw timedOut();
    }

    private @Nullable News<R> poll() {
        News<R> ready = ended.poll();
        if (ready != null) {
            return ready;
        }
        try {
            return Blocked.<@Nullable News<R>>on(clock.leftNanos(), this::await);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PoolInterruptedException("interrupted while waiting for the next future", e);
        }
    }

    @SuppressWarnings("NullAway") // null, which Wait allows: time is up
    private News<R> await() throws InterruptedException {
        return ended.poll(clock.leftNanos(), TimeUnit.NANOSECONDS);
    }

    private PoolTimeoutException timedOut() {
        int unfinished = awaited.size();
        int all = unfinished + delivered;
        closed = true;
        forgetAll();
        return new PoolTimeoutException(
                unfinished + " of " + all + " futures were unfinished after " + Nanos.told(clock.nanos())
                        + ", the time limit of asCompleted",
                unfinished,
                OptionalLong.of(all));
    }

    /** A future that has ended; null: this was closed. */
    private record News<R extends @Nullable Object>(
            @Nullable PoolFuture<R> future) {}

    private final class Iteration implements Iterator<PoolFuture<R>> {
        @Override
        public boolean hasNext() {
            return !isExhausted();
        }

        @Override
        public PoolFuture<R> next() {
            if (isExhausted()) {
                throw new NoSuchElementException("no more futures" + (closed ? ": the iteration is closed" : ""));
            }
            return take();
        }
    }
}
