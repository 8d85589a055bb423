// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Batch;
import io.twinpool.worker.PoolLog;
import io.twinpool.worker.Seat;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker's links while they are open: who may use them, and who is told that they need somebody.
 *
 * <p>Thread-safe, but for what is said to be the I/O thread's.
 */
final class Talk {
    private static final long HELD_MILLIS = 10; // that an outcome may lie in shared memory, unheard

    /** Not to wait at all, for {@link #await}. */
    static final long ONLY_LOOK = -1;

    private final String name; // of the worker
    private final Links links;
    private final Selector selector;
    private final SelectionKey taskKey;
    private final SelectionKey controlKey;
    private final Turn turn = new Turn();
    private final Conversation conversation; // guarded by turn
    private final ControlLine control;
    private volatile boolean isBusy; // written under turn
    private volatile Need need = Need.NOTHING; // written under turn
    private volatile @Nullable Batch offered; // set by run, taken under turn
    private volatile boolean isRetiring; // set by retire
    private volatile @Nullable Throwable broken; // what a helping thread met
    private volatile boolean hasEnded; // the far half
    private volatile boolean mayHold; // written under turn: an outcome may wait there for the end of the next item
    private volatile boolean isDozing; // the I/O thread's: it waits without end
    private boolean isToldToLeave; // I/O thread only

    Talk(String name, Seat seat, Far far, Terms terms, Links links) throws IOException {
        this.name = name;
        this.links = links;
        this.conversation = new Conversation(seat, far, terms, links);
        this.control = new ControlLine(links.control());
        selector = Selector.open();
        taskKey = links.task().register(selector, SelectionKey.OP_READ);
        controlKey = links.control().register(selector, SelectionKey.OP_READ);
    }

    Arena arena() {
        return links.arena();
    }

    Board board() {
        return links.board();
    }

    // ---- any thread

    /** Says that the far half has ended. */
    void end() {
        hasEnded = true;
        wakeUp();
    }

    void retire() {
        isRetiring = true;
        wakeUp();
    }

    /** Has the I/O thread look. */
    void wakeUp() {
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
        if (!isBusy || need == Need.USER_CODE || !turn.tryTake()) {
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
                settle(conversation.send());
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
            noteHolding();
        }
    }

    /** Who waits without end could not hear what is finished before the next item is. */
    private void noteHolding() {
        boolean holds = conversation.mayHold();
        if (holds != mayHold) {
            mayHold = holds;
            if (holds && isDozing) {
                wakeUp();
            }
        }
    }

    /** Leaves to the I/O thread what this thread cannot do. */
    private void settle(Need now) {
        boolean isNews = now != need && now != Need.NOTHING;
        need = now;
        isBusy = conversation.isBusy();
        noteHolding();
        if (isNews || (isRetiring && !isBusy)) {
            wakeUp();
        }
    }

    private void breakOff(Throwable t) {
        broken = t;
        wakeUp();
    }

    // ---- the I/O thread

    /** Waits until there is something to do, and hears the control link. */
    void await(long millis) throws IOException {
        taskKey.interestOps(
                need == Need.WRITABLE ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        selector.selectedKeys().clear();
        if (millis == ONLY_LOOK) {
            selector.selectNow();
        } else {
            isDozing = millis == 0; // before that is looked at
            boolean looksAgain = isDozing && mayHold;
            isDozing = isDozing && !looksAgain;
            selector.select(looksAgain ? HELD_MILLIS : millis);
            isDozing = false;
        }
        if (controlKey.isReadable()) {
            control.receive();
        }
    }

    /**
     * Sends and reports what can be.
     *
     * @param done the errand before; null: none
     * @return the errand to run now; null: none
     * @throws Throwable if the talk is over
     */
    @Nullable
    Errand serve(@Nullable Errand done) throws Throwable {
        Errand next;
        turn.take();
        try {
            if (done != null) {
                conversation.conclude(done);
            }
            begin();
            need = conversation.serve(true);
            if (isRetiring && !isToldToLeave && conversation.isIdle() && conversation.hasRoom()) {
                isToldToLeave = true;
                conversation.retire();
                need = conversation.send();
            }
            isBusy = conversation.isBusy();
            mayHold = conversation.mayHold();
            next = conversation.errand();
        } finally {
            turn.giveBack();
        }
        sendOffered();
        checkEnd();
        return next;
    }

    private void checkEnd() throws Throwable {
        Throwable met = broken;
        if (met != null) {
            throw met;
        } else if (hasEnded || conversation.initFailure() != null) {
            throw new LinkClosedException();
        }
    }

    /** {@return whether it has been told to leave, or has said that it is about to exit} */
    boolean isLeaving() {
        return isToldToLeave || control.isExiting();
    }

    /** {@return whether it has left as it was told to} */
    boolean hasLeft() {
        return conversation.hasLeft() || isToldToLeave;
    }

    /** Takes the conversation from everybody else, for good. */
    Conversation takeOver() {
        turn.take();
        return conversation;
    }

    /** {@return the conversation}, after {@link #takeOver} */
    Conversation conversation() {
        return conversation;
    }

    /** Waits until more of the link's last words may be there. */
    void awaitLastWords(long millis) throws IOException {
        selector.selectedKeys().clear();
        selector.select(millis);
    }

    /** Closes the links. */
    void close() {
        try {
            selector.close();
            links.close();
        } catch (IOException e) {
            PoolLog.warn("the links of " + name + " were not closed", e);
        }
    }
}
