// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a face has come on its way to its end.
 *
 * <pre>
 *   Open --drain--&gt; Draining --nothing unfinished, nothing lingers--&gt; Settled
 *   Open, Draining --stop: unfinished work is being ended--&gt; Stopped --the same--&gt; Settled
 * </pre>
 *
 * <p>Between the two, once nothing is unfinished, it has ended for its callers: what was stopped may still run on workers of others.
 */
final class FaceLife {
    private enum Phase {
        OPEN,
        DRAINING,
        STOPPED,
        SETTLED
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final AtomicInteger held = new AtomicInteger(); // results that stand for many items, to come
    private final AtomicInteger lingering = new AtomicInteger(); // what has ended and still runs
    private final CountDownLatch ended = new CountDownLatch(1); // nothing is unfinished, and nothing will be
    private final CountDownLatch settled = new CountDownLatch(1); // nothing lingers either
    private final AtomicReference<@Nullable Supplier<Verdict>> abortVerdict = new AtomicReference<>(); // before Stopped

    boolean isOpen() {
        return phase.get() == Phase.OPEN;
    }

    boolean isSettled() {
        return settled.getCount() == 0;
    }

    /** How unfinished work ends, once that has been decided. */
    @Nullable
    Supplier<Verdict> abortVerdict() {
        return abortVerdict.get();
    }

    /** What has not started ends so from now on, unless that was decided before. */
    void abort(Supplier<Verdict> verdict) {
        abortVerdict.compareAndSet(null, verdict);
    }

    /** {@return whether this call began it} */
    boolean drain() {
        return phase.compareAndSet(Phase.OPEN, Phase.DRAINING);
    }

    /** Unfinished work is being ended, as the first call says. */
    void stop(Supplier<Verdict> verdict) {
        abort(verdict);
        phase.getAndUpdate(now -> now == Phase.SETTLED ? now : Phase.STOPPED);
    }

    /** A result that stands for many items is to come: nothing settles before {@link #release}. */
    void hold() {
        held.incrementAndGet();
    }

    void release() {
        held.decrementAndGet();
    }

    /** Something that is about to end for its owner runs on: nothing settles before {@link #isBack}. */
    void lingers() {
        lingering.incrementAndGet();
    }

    void isBack() {
        lingering.decrementAndGet();
    }

    /** Whether the end may have come, that is whether it is worth counting what is unfinished. */
    boolean isEnding() {
        Phase now = phase.get();
        return now != Phase.OPEN && now != Phase.SETTLED && held.get() == 0;
    }

    /** Nothing is unfinished. {@return whether this call settled it} {@link #settled} must follow. */
    boolean settle() {
        Phase now = phase.get();
        if (now == Phase.OPEN
                || now == Phase.SETTLED
                || held.get() != 0) { // what has ended since the last look may hold it
            return false;
        }
        ended.countDown();
        return lingering.get() == 0 && phase.compareAndSet(now, Phase.SETTLED);
    }

    /** Lets those go on who wait for the end. */
    void settled() {
        settled.countDown();
    }

    /** Waits until nothing is unfinished; what was stopped may still run. */
    void awaitEnded() throws InterruptedException {
        ended.await();
    }

    boolean await(long nanos) throws InterruptedException {
        return settled.await(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public String toString() {
        return String.valueOf(phase).toLowerCase(Locale.ROOT);
    }
}
