// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The near half of a worker in another JVM.
 *
 * <p>A thread of its own listens to the links, and runs what user code this half needs: serialization. If that code keeps it, another
 * thread takes its place. Others help themselves where they can: who gives a batch sends it, and who waits for an outcome reads it, each
 * with the {@link Turn}.
 */
public final class RemoteWorker implements Worker {
    private static final int STACK_BYTES = 16 * 1024 * 1024; // for what is deeply nested on its way

    private final String name;
    private final Seat seat;
    private final Far far;
    private final Terms terms;
    private final Ending untold; // made before there is no memory for it
    private final AtomicInteger generations = new AtomicInteger();
    private volatile @Nullable Talk talk; // set by the I/O thread when the links are there, under this
    private volatile @Nullable Errands errands; // set just before talk
    private volatile boolean isWithdrawn; // set before the links were there, under this
    private volatile boolean isRetiring; // asked to
    private volatile boolean isStopping; // asked to, by terminate or kill

    /**
     * Makes a worker that is not started.
     *
     * @param name of its I/O thread
     * @param seat its place in the pool
     * @param far its far half, which it starts
     * @param terms what it shares with the others of its pool
     */
    public RemoteWorker(String name, Seat seat, Far far, Terms terms) {
        this.name = name;
        this.seat = seat;
        this.far = far;
        this.terms = terms;
        this.untold =
                new Ending.StartFailed(new IOException(name + " did not start, and there was no memory to tell why"));
    }

    @Override
    public void start() {
        launch(this::live);
    }

    private void launch(Runnable run) {
        Thread thread = new Thread(null, run, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.setContextClassLoader(terms.context());
        thread.start();
    }

    private void live() {
        Listener opened;
        try {
            opened = connected();
        } catch (Throwable t) { // whatever happened, the pool must know that this worker has ended
            Ending ending = untold;
            try {
                far.kill();
                ending = failed(t);
            } finally {
                seat.ended(ending);
            }
            return;
        }
        opened.listen();
    }

    private Ending failed(Throwable t) {
        if (isWithdrawn) {
            far.lost(null); // waits until it is gone
            return new Ending.Left();
        }
        return isStopping ? far.lost(null) : new Ending.StartFailed(t);
    }

    private Listener connected() throws Exception {
        Links links = far.connect(this::end);
        Talk opened = talk(links);
        Listener made = new Listener(seat, far, terms, opened, () -> isStopping, this::launch);
        errands = made.errands();
        if (!isNeeded(opened)) {
            opened.close();
            terms.classServer().leave();
            throw new IOException("not needed any more");
        }
        if (isRetiring) {
            opened.retire();
        }
        return made;
    }

    private Talk talk(Links links) throws IOException {
        try {
            terms.classServer().serve(name, links.classes());
            return new Talk(name, seat, far, terms, links);
        } catch (IOException | RuntimeException | Error e) {
            links.close();
            terms.classServer().leave();
            throw e;
        }
    }

    private synchronized boolean isNeeded(Talk opened) {
        talk = opened;
        return !isWithdrawn;
    }

    private void end() {
        Talk open = talk;
        if (open != null) {
            open.end();
        }
    }

    private Talk open() {
        Talk open = talk;
        if (open == null) {
            throw new IllegalStateException("worker is not ready");
        }
        return open;
    }

    @Override
    public Claims claims(int size) {
        return open().arena().begin(size, generations.incrementAndGet());
    }

    @Override
    public boolean joins(Lot lot) {
        return ((Posting) lot).isOn(open().board());
    }

    @Override
    public void wake() {
        Batch batch;
        try {
            batch = seat.next();
        } catch (RuntimeException | Error e) { // no memory, or the caller has no stack left
            far.kill(); // nobody would wake it again
            throw e;
        }
        if (batch != null) {
            open().run(batch);
        }
    }

    @Override
    public void poll() {
        Talk open = talk;
        if (open != null) {
            open.poll();
        }
    }

    @Override
    public void interrupt(Batch batch, int index, Consumer<StackTraceElement[]> stack) {
        Errands known = errands;
        if (known == null || !known.interrupt(batch, index, stack)) {
            open().interrupt(((SharedClaims) batch.claims()).generation(), index, stack);
        }
    }

    @Override
    public void terminate() {
        isStopping = true;
        boolean hasBegun;
        synchronized (this) {
            hasBegun = talk != null;
        }
        if (hasBegun) {
            far.terminate();
        } else {
            far.kill(); // it runs no user code, and a JVM that starts complains of a signal
        }
    }

    @Override
    public void kill() {
        isStopping = true;
        far.kill();
    }

    @Override
    public void withdraw() {
        synchronized (this) {
            isWithdrawn |= talk == null; // else the far half may have been told of the initializer
        }
        if (isWithdrawn) {
            far.kill();
        }
    }

    @Override
    public void retire() {
        if (isStopping) {
            return; // it ended its last batch while it was being ended by force, which asks for no finalizer
        }
        isRetiring = true;
        Talk open = talk;
        if (open != null) {
            open.retire();
        }
    }
}
