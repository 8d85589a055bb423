// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Batch;
import io.twinpool.worker.Seat;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is said on the task link: sends batches, reports outcomes, asks the pool for more.
 *
 * <p>For whoever has the {@link Turn}. Never waits, and runs none of the user's code: what needs it becomes an {@link Errand}, and is
 * reported later. A batch is not over before that.
 */
final class Conversation {
    private final Seat seat;
    private final Far far;
    private final Crossing crossing;
    private final ClassLoader loader; // of what the initializer throws
    private final Arena arena;
    private final Inlet inlet;
    private final Frames memory = new Frames(Wire.CAPACITY); // what was read in shared memory
    private final ByteBuffer copied = Wire.buffer();
    private long heard; // in the stream of outcomes: up to where
    private final Outlet outlet;
    private final BatchOut sending;
    private final Outcomes outcomes;
    private @Nullable Encoded setup; // null: has been put
    private boolean isSetupAhead;
    private boolean isOver; // the child is gone
    private @Nullable Batch batch;
    private boolean hasBegun; // a batch, since the last look
    private boolean isReady;
    private boolean isRetired; // has been asked to leave
    private boolean hasLeft;
    private @Nullable Throwable initFailure;

    Conversation(Seat seat, Far far, Terms terms, Links links) {
        this.seat = seat;
        this.far = far;
        this.setup = terms.setup().encoded();
        this.loader = terms.loader();
        this.crossing = terms.crossing();
        this.arena = links.arena();
        this.inlet = new Inlet(links.task(), Wire.PASSAGE);
        this.outlet = new Outlet(links.task());
        this.sending = new BatchOut(outlet, crossing, terms.origins());
        this.outcomes = new Outcomes(crossing, sending);
    }

    boolean isBusy() {
        return batch != null;
    }

    /** {@return whether an outcome may lie in shared memory for as long as another item runs} */
    boolean mayHold() {
        Batch open = batch;
        return open != null && open.size() > 1;
    }

    /** {@return whether it is up and has no batch} */
    boolean isIdle() {
        return isReady && batch == null;
    }

    boolean isReady() {
        return isReady;
    }

    boolean hasLeft() {
        return hasLeft;
    }

    /** {@return what the initializer threw; null: nothing} */
    @Nullable
    Throwable initFailure() {
        return initFailure;
    }

    /** {@return the user's code that the I/O thread is to run now; null: none} */
    @Nullable
    Errand errand() {
        Errand reading = outcomes.errand();
        return reading != null ? reading : sending.writing();
    }

    /** Goes on after an errand, which is back or has been overtaken. */
    void conclude(Errand errand) {
        outcomes.conclude(errand);
        errand.conclude();
    }

    /** Starts to send a batch. */
    void begin(Batch fresh) {
        batch = fresh;
        outcomes.begin(fresh);
        hasBegun = true;
        sending.begin(fresh, ((SharedClaims) fresh.claims()).generation());
    }

    /** {@return whether it can be asked to leave} An array that nobody waits for any more may still be on its way out. */
    boolean hasRoom() {
        return outlet.hasRoom();
    }

    /** Asks an idle child to leave, if there {@link #hasRoom}. */
    void retire() {
        isRetired = true;
        far.leaves();
        Wire.putEmpty(outlet.buffer(), Wire.RETIRE);
    }

    /** Sends what can be sent. */
    Need send() throws IOException {
        return setup == null || sendSetup(setup) ? sending.pump() : Need.WRITABLE;
    }

    private boolean sendSetup(Encoded bytes) throws IOException {
        if (!isSetupAhead && Values.size(bytes) > Values.INLINE) {
            outlet.sendAhead(bytes.bytes());
            isSetupAhead = true;
        }
        if (!outlet.hasRoom() && !outlet.flush()) {
            return false;
        }
        Wire.putOnly(outlet.buffer(), Wire.SETUP, bytes);
        setup = null;
        return true;
    }

    /**
     * Sends what can be sent, and reports what has arrived.
     *
     * @param mustLook at the link, even if nothing is on its way: it may have ended
     */
    Need serve(boolean mustLook) throws IOException {
        while (true) {
            Need need = send();
            hasBegun = false;
            if (!outcomes.arePending()) {
                receive(mustLook);
            }
            if (outcomes.arePending()) {
                return Need.USER_CODE;
            }
            if (!hasBegun) {
                return need;
            }
        }
    }

    private void receive(boolean mustLook) throws IOException {
        hearMemory();
        if (!mustLook && arena.written() <= heard) {
            return; // nothing is on its way
        }
        boolean isMore;
        do {
            isMore = inlet.fill() && inlet.wasFilled();
            hearAll(inlet);
        } while (isMore && !outcomes.arePending());
    }

    /** Hears what lies in the outbox before it is sent. */
    private void hearMemory() throws IOException {
        long base = arena.base();
        long written = arena.written();
        boolean isThere = 0 <= base && base <= heard && heard < written && written - base <= Wire.CAPACITY;
        if (!isThere || !arena.copy(base, heard, written, copied)) {
            return;
        }
        memory.replace(copied, heard);
        try {
            hearAll(memory);
        } finally {
            arena.taken(heard);
        }
    }

    /** Hears frames that it has not heard before. */
    private void hearAll(Frames frames) throws IOException {
        for (byte type = frames.next(); type != Wire.NONE; type = frames.next()) {
            boolean isNew = frames.position() >= heard;
            if (isNew && type == Wire.END && outcomes.arePending()) {
                return;
            }
            ByteBuffer body = frames.open();
            if (isNew) {
                hearWhole(type, body, frames.bulk());
            }
            frames.close();
            heard = Math.max(heard, frames.position());
        }
    }

    private void hearWhole(byte type, ByteBuffer body, Bulk bulk) throws IOException {
        try {
            hear(type, body, bulk);
        } catch (BufferUnderflowException | EOFException e) {
            throw new ProtocolException("frame of type " + type + " is cut short");
        }
    }

    private void hear(byte type, ByteBuffer body, Bulk bulk) throws IOException {
        switch (type) {
            case Wire.SUCCESS, Wire.FAILURE, Wire.UNSENT, Wire.REFUSED -> report(type, body, bulk);
            case Wire.END -> end(body.getInt());
            case Wire.READY -> ready();
            case Wire.INIT_FAILED -> failInit(Outcomes.failure(Values.get(body, bulk)));
            case Wire.BYE -> leave();
            default -> throw new ProtocolException("unknown frame: " + type);
        }
    }

    private void report(byte type, ByteBuffer body, Bulk bulk) throws IOException {
        outcomes.report(type, body, bulk);
        if (far.isSpent()) {
            seat.spent();
        }
    }

    private void ready() throws ProtocolException {
        if (isReady || initFailure != null) {
            throw new ProtocolException("ready twice");
        }
        isReady = true;
        seat.ready();
        advance();
    }

    private void failInit(Failure failure) throws ProtocolException {
        if (isReady) {
            throw new ProtocolException("failed to start after its start");
        }
        outcomes.add(new InitReading(failure, crossing.codec(), loader, error -> initFailure = error));
    }

    private void leave() throws ProtocolException {
        if (!isRetired) {
            throw new ProtocolException("left without being told to");
        }
        hasLeft = true;
    }

    private void end(int generation) throws ProtocolException {
        Batch open = batch;
        if (open == null || ((SharedClaims) open.claims()).generation() != generation) {
            throw new ProtocolException("end of batch " + generation + ", which was not sent");
        }
        ((CheckedClaims) open.claims()).finish(open.share() == null);
        sending.stop();
        if (!isOver) {
            outcomes.end();
            batch = null;
            advance();
        }
    }

    private void advance() {
        Batch next = isOver ? null : seat.next();
        if (next != null) {
            begin(next);
        }
    }

    /** The child is gone: sends nothing more. */
    void stop() {
        isOver = true;
        sending.stop();
    }

    /** The child has ended while it made room for what an item comes with: that may have ended it, so the item has started. */
    void startWhatWasReserved() {
        Batch open = batch;
        if (open != null && open.share() == null && arena.isReserving((SharedClaims) open.claims())) {
            ((CheckedClaims) open.claims()).startNext();
        }
    }

    /** Reports what the child had sent. {@return whether anything arrived} */
    boolean drain() throws IOException {
        hearAll(inlet);
        return inlet.fill();
    }

    /** Reports what the child had finished but not sent when it ended. */
    void recover() throws IOException {
        hearMemory();
    }

    /** Reports those items whose arguments could not be written and that the child did not come to report. */
    void refuseRest() {
        Batch open = batch;
        if (open != null) {
            sending.forEachRefused(open.claims().started(), open::refuse);
        }
    }
}
