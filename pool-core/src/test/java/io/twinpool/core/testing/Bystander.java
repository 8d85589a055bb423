// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A thread of the test's own that makes one call, such as one that blocks.
 *
 * @param <R> the type of what the call gives
 */
public final class Bystander<R> {
    private final CompletableFuture<R> end = new CompletableFuture<>();
    private final Thread thread;

    private Bystander(Callable<R> call) {
        thread = new Thread(() -> run(call), "bystander");
        thread.setDaemon(true);
    }

    /** Starts a thread that makes a call. */
    public static <R> Bystander<R> calling(Callable<R> call) {
        Bystander<R> bystander = new Bystander<>(call);
        bystander.thread.start();
        return bystander;
    }

    private void run(Callable<R> call) {
        try {
            end.complete(call.call());
        } catch (Throwable e) { // told by result() and failure()
            end.completeExceptionally(e);
        }
    }

    /** Waits until the thread waits for something itself. */
    public Bystander<R> awaitBlocked() throws InterruptedException {
        Eventually.until("a blocked " + thread, () -> end.isDone() || isBlocked());
        if (end.isDone()) {
            throw new AssertionError("did not block: " + end);
        }
        return this;
    }

    /** Waits until the thread waits for something itself, or the call has ended without that. */
    public Bystander<R> awaitBlockedOrDone() throws InterruptedException {
        Eventually.until("a blocked or ended " + thread, () -> end.isDone() || isBlocked());
        return this;
    }

    private boolean isBlocked() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Interrupts the thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /** {@return whether the call has ended} */
    public boolean isDone() {
        return end.isDone();
    }

    /** {@return what the call gave}, once it has */
    public R result() throws Exception {
        return end.get(Limits.WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** {@return what the call threw}, once it has */
    public Throwable failure() throws Exception {
        try {
            throw new AssertionError("gave " + result());
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (CancellationException e) {
            return e;
        }
    }
}
