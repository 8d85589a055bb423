// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Seat;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker's links while they are open: who may use them, who listens, and what is done when the far half falls silent.
 *
 * <p>Thread-safe, but for {@link #listen} and {@link #close}, which are the I/O thread's.
 */
final class Talk implements AutoCloseable {
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2); // a dead process's link ends at once,
    // unless a process that it has forked holds it too

    private final Far far;
    private final Links links;
    private final Selector selector;
    private final SelectionKey taskKey;
    private final SelectionKey controlKey;
    private final Turn turn = new Turn();
    private final Conversation conversation; // guarded by turn
    private final ControlLine control;
    private final Patience patience; // I/O thread only
    private volatile boolean isBusy; // written under turn
    private volatile Need need = Need.NOTHING; // written under turn
    private volatile @Nullable Batch offered; // set by run, taken under turn
    private volatile boolean isRetiring; // set by retire
    private volatile @Nullable Throwable broken; // what a helping thread met
    private volatile boolean hasEnded; // the far half
    private boolean isToldToLeave; // I/O thread only

    Talk(Seat seat, Far far, Terms terms, Links links) throws IOException {
        this.far = far;
        this.links = links;
        this.patience = new Patience(terms.killGraceNanos());
        this.conversation = new Conversation(seat, far, terms, links);
        this.control = new ControlLine(links.control());
        selector = Selector.open();
        taskKey = links.task().register(selector, SelectionKey.OP_READ);
        controlKey = links.control().register(selector, SelectionKey.OP_READ);
    }

    Arena arena() {
        return links.arena();
    }

    /** Says that the far half has ended. */
    void end() {
        hasEnded = true;
        selector.wakeup();
    }

    void retire() {
        isRetiring = true;
        selector.wakeup();
    }

    void interrupt(int generation, int index, Consumer<StackTraceElement[]> stack) {
        try {
            control.interrupt(generation, index, stack);
        } catch (IOException e) {
            breakOff(e);
        }
    }

    /** Takes a batch; sends it with the caller's thread, as far as that goes without waiting and without user code. */
    void run(Batch batch) {
        offered = batch;
        sendOffered();
    }

    /** Reports what has arrived, unless another thread is at it, or user code is needed for it. */
    void poll() {
        if (!isBusy || need == Need.IO_THREAD || !turn.tryTake()) {
            return;
        }
        try {
            links.arena().polledNanos(System.nanoTime());
            settle(conversation.serve(false));
        } catch (Throwable t) { // the caller waits for a result, and gets it from the I/O thread
            breakOff(t);
        } finally {
            turn.giveBack();
        }
        sendOffered();
    }

    private void sendOffered() {
        while (offered != null && turn.tryTake()) {
            try {
                begin();
                settle(conversation.send(false));
            } catch (Throwable t) { // the caller has given a batch away, and hears of it by the seat
                breakOff(t);
            } finally {
                turn.giveBack();
            }
        }
    }

    private void begin() {
        Batch batch = offered;
        if (batch != null) {
            offered = null;
            conversation.begin(batch);
        }
    }

    /** Leaves to the I/O thread what this thread cannot do. */
    private void settle(Need now) {
        boolean isNews = now != need && now != Need.NOTHING;
        need = now;
        isBusy = conversation.isBusy();
        if (isNews || (isRetiring && !isBusy)) {
            selector.wakeup();
        }
    }

    private void breakOff(Throwable t) {
        broken = t;
        selector.wakeup();
    }

    /**
     * Talks until the far half has ended.
     *
     * @param isStopping whether the pool has asked for the end
     * @return how it ended
     */
    Ending listen(BooleanSupplier isStopping) {
        Throwable end = listen();
        turn.take(); // for good
        far.kill();
        drain();
        return ending(end, isStopping.getAsBoolean());
    }

    private Throwable listen() {
        try {
            serve();
            while (broken == null && !hasEnded && conversation.initFailure() == null) {
                select();
                if (controlKey.isReadable()) {
                    control.receive();
                }
                serve();
                watchFarewell();
            }
            Throwable met = broken;
            return met == null ? new LinkClosedException() : met;
        } catch (Throwable t) { // becomes the worker's ending
            return t;
        }
    }

    private void select() throws IOException {
        taskKey.interestOps(
                need == Need.WRITABLE ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        selector.selectedKeys().clear();
        if (need == Need.IO_THREAD) {
            selector.selectNow();
        } else {
            selector.select(patience.millis());
        }
    }

    private void serve() throws IOException {
        turn.take();
        try {
            begin();
            need = conversation.serve(true);
            if (isRetiring && !isToldToLeave && conversation.isIdle()) {
                isToldToLeave = true;
                far.leaves();
                conversation.retire();
                need = conversation.send(true);
            }
            isBusy = conversation.isBusy();
        } finally {
            turn.giveBack();
        }
        sendOffered();
    }

    /** Who has been told to leave, or has said that it is about to exit, has the time of grace for it. */
    private void watchFarewell() {
        if (isToldToLeave || control.isExiting()) {
            patience.begin();
        }
        if (patience.isOver()) {
            far.kill();
        }
    }

    /** Reports what the far half has sent and written until it ended. */
    private void drain() {
        long since = System.nanoTime();
        try {
            while (System.nanoTime() - since < LAST_WORDS_NANOS) {
                if (!conversation.drain()) {
                    selector.selectedKeys().clear();
                    selector.select(100);
                }
            }
        } catch (IOException e) { // the end
        }
        try {
            conversation.recover();
        } catch (IOException e) { // what is left makes no sense: it is lost
        }
    }

    private Ending ending(Throwable end, boolean isStopping) {
        Throwable offence = end instanceof IOException && !(end instanceof ProtocolException) ? null : end;
        if (conversation.hasLeft() || isToldToLeave) {
            far.lost(null);
            return new Ending.Left();
        }
        Throwable initFailure = conversation.initFailure();
        if (initFailure != null) {
            far.lost(null);
            return new Ending.StartFailed(initFailure);
        }
        return conversation.isReady() || isStopping ? far.lost(offence) : new Ending.StartFailed(far.failedStart());
    }

    @Override
    public void close() throws IOException {
        selector.close();
        links.task().close();
        links.control().close();
    }
}
