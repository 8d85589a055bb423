// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskSerializationException;
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
 * <p>For whoever has the {@link Turn}. Never waits.
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
    }

    boolean isBusy() {
        return batch != null;
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

    /** Starts to send a batch. */
    void begin(Batch fresh) {
        batch = fresh;
        hasBegun = true;
        sending.begin(fresh, ((SharedClaims) fresh.claims()).generation());
    }

    /** Asks an idle child to leave. */
    void retire() {
        isRetired = true;
        Wire.putEmpty(outlet.buffer(), Wire.RETIRE);
    }

    /** Sends what can be sent. */
    Need send(boolean isIoThread) throws IOException {
        return setup == null || sendSetup(setup) ? sending.pump(isIoThread) : Need.WRITABLE;
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

    /** Sends what can be sent, and reports what has arrived. */
    Need serve(boolean isIoThread) throws IOException {
        while (true) {
            Need need = send(isIoThread);
            if (need == Need.IO_THREAD) {
                return need;
            }
            hasBegun = false;
            if (!receive(isIoThread)) {
                return Need.IO_THREAD;
            }
            if (!hasBegun) {
                return need;
            }
        }
    }

    /** {@return false if the user's code must run} */
    private boolean receive(boolean isIoThread) throws IOException {
        if (!hearMemory(isIoThread)) {
            return false;
        }
        if (!isIoThread && arena.written() <= heard) {
            return true; // nothing is on its way
        }
        boolean isMore;
        do {
            isMore = inlet.fill() && inlet.wasFilled();
            if (!hearAll(inlet, isIoThread)) {
                return false;
            }
        } while (isMore);
        return true;
    }

    /** Hears what lies in the outbox before it is sent; {@return false if the user's code must run} */
    private boolean hearMemory(boolean isIoThread) throws IOException {
        long base = arena.base();
        long written = arena.written();
        boolean isThere = 0 <= base && base <= heard && heard < written && written - base <= Wire.CAPACITY;
        if (!isThere || !arena.copy(base, heard, written, copied)) {
            return true;
        }
        memory.replace(copied, heard);
        try {
            return hearAll(memory, isIoThread);
        } finally {
            arena.taken(heard);
        }
    }

    /** Hears frames that it has not heard before. */
    private boolean hearAll(Frames frames, boolean isIoThread) throws IOException {
        for (byte type = frames.next(); type != Wire.NONE; type = frames.next()) {
            boolean isNew = frames.position() >= heard;
            if (isNew && !isIoThread && runsUserCode(frames, type)) {
                return false;
            }
            ByteBuffer body = frames.open();
            if (isNew) {
                hearWhole(type, body, frames.bulk());
            }
            frames.close();
            heard = Math.max(heard, frames.position());
        }
        return true;
    }

    private static boolean runsUserCode(Frames frames, byte type) {
        return switch (type) {
            case Wire.SUCCESS -> Values.isEncoded(frames.in, frames.body() + 4);
            case Wire.END, Wire.REFUSED -> false;
            default -> true;
        };
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
            case Wire.INIT_FAILED -> initFailed(failure(body, bulk));
            case Wire.BYE -> leave();
            default -> throw new ProtocolException("unknown frame: " + type);
        }
    }

    private void report(byte type, ByteBuffer body, Bulk bulk) throws IOException {
        Batch open = batch;
        int index = body.getInt();
        if (open == null || index < 0 || index >= open.size()) {
            throw new ProtocolException("outcome of item " + index + ", which was not sent");
        }
        ((CheckedClaims) open.claims()).report(index);
        if (type == Wire.SUCCESS) {
            succeed(open, index, Values.get(body, bulk));
        } else if (type == Wire.FAILURE) {
            open.fail(index, failure(body, bulk).rebuilt(crossing.codec(), loader(open, index)));
        } else if (type == Wire.UNSENT) {
            open.fail(index, unsent(failure(body, bulk), loader(open, index)));
        } else {
            TaskSerializationException reason = sending.refusal(index);
            if (reason == null) {
                throw new ProtocolException("item " + index + " was not refused");
            }
            open.fail(index, reason);
        }
        if (far.isSpent()) {
            seat.spent();
        }
    }

    private void succeed(Batch open, int index, @Nullable Object value) {
        if (!(value instanceof Encoded) && !(value instanceof TooLarge)) {
            open.succeed(index, value);
            return;
        }
        Object result;
        try {
            result = crossing.unpacked("result", value, loader(open, index));
        } catch (TaskSerializationException e) {
            open.fail(index, e);
            return;
        } finally {
            Thread.interrupted(); // what the result's readObject left
        }
        open.succeed(index, result);
    }

    private Failure failure(ByteBuffer body, Bulk bulk) throws IOException {
        if (Values.get(body, bulk) instanceof Encoded bytes) {
            return Failure.decoded(bytes);
        }
        throw new ProtocolException("not a failure");
    }

    private TaskSerializationException unsent(Failure failure, ClassLoader loader) {
        Failure cause = failure.cause();
        return new TaskSerializationException(
                failure.message(), cause == null ? null : cause.rebuilt(crossing.codec(), loader));
    }

    private static ClassLoader loader(Batch batch, int index) {
        return ((RemoteRoutine) batch.routine(index)).origin().loader();
    }

    private void initFailed(Failure failure) throws ProtocolException {
        if (isReady) {
            throw new ProtocolException("a failed initializer of a worker that was ready");
        }
        initFailure = failure.rebuilt(crossing.codec(), loader);
    }

    private void leave() throws ProtocolException {
        if (!isRetired) {
            throw new ProtocolException("a farewell that nobody asked for");
        }
        hasLeft = true;
    }

    private void ready() throws ProtocolException {
        if (isReady) {
            throw new ProtocolException("ready twice");
        }
        isReady = true;
        seat.ready();
        advance();
    }

    private void end(int generation) throws ProtocolException {
        Batch open = batch;
        if (open == null || ((SharedClaims) open.claims()).generation() != generation) {
            throw new ProtocolException("end of batch " + generation + ", which was not sent");
        }
        ((CheckedClaims) open.claims()).finish();
        sending.stop();
        if (!isOver) {
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

    /** {@return whether anything arrived; for a child that is gone} */
    boolean drain() throws IOException {
        isOver = true;
        hearAll(inlet, true);
        return inlet.fill();
    }

    /** Reports what the child had finished but not sent when it ended. */
    void recover() throws IOException {
        hearMemory(true);
        Batch open = batch;
        if (open != null) {
            sending.forEachRefused(open.claims().started(), open::fail);
        }
    }
}
