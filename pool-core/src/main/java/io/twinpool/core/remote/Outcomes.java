// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskSerializationException;
import io.twinpool.worker.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What comes back of a batch: reported at once, or an {@link Errand} if the user's code must read it.
 *
 * <p>For whoever has the {@link Turn}.
 */
final class Outcomes {
    private final Crossing crossing;
    private final BatchOut sent;
    private final ArrayDeque<Errand> readings = new ArrayDeque<>(); // the first may be running
    private @Nullable Batch batch;
    private boolean isWary; // of direct values; looked at for each batch, as the host may set its filter late

    Outcomes(Crossing crossing, BatchOut sent) {
        this.crossing = crossing;
        this.sent = sent;
    }

    void begin(Batch fresh) {
        batch = fresh;
        isWary = crossing.isWary();
    }

    void end() {
        batch = null;
    }

    /** {@return the user's code that is to be run now; null: none} */
    @Nullable
    Errand errand() {
        return readings.peek();
    }

    /** {@return whether outcomes have come that are not reported} */
    boolean arePending() {
        return !readings.isEmpty();
    }

    void add(Errand reading) {
        readings.add(reading);
    }

    /** An errand is back, or overtaken: the next may run. */
    void conclude(Errand errand) {
        if (readings.peek() == errand) {
            readings.remove();
        }
    }

    /** Reports an outcome. */
    void report(byte type, ByteBuffer body, Bulk bulk) throws IOException {
        Batch open = batch;
        int index = body.getInt();
        if (open == null || index < 0 || index >= open.size()) {
            throw new ProtocolException("outcome of item " + index + ", which was not sent");
        }
        ((CheckedClaims) open.claims()).report(index);
        if (type == Wire.SUCCESS) {
            succeed(open, index, Values.get(body, bulk));
        } else if (type == Wire.FAILURE) {
            fail(
                    open,
                    index,
                    Values.get(body, bulk),
                    failure -> new Reading.Thrown(failure.rebuilt(crossing.codec(), loader(open, index))));
        } else if (type == Wire.UNSENT) {
            fail(open, index, Values.get(body, bulk), failure -> {
                throw unsent(failure, loader(open, index));
            });
        } else {
            refuse(open, index);
        }
    }

    private void succeed(Batch open, int index, @Nullable Object value) throws ProtocolException {
        if (value instanceof Encoded || value instanceof TooLarge) {
            read(open, index, () -> crossing.unpacked("result", value, loader(open, index)));
        } else if (value == Values.REFUSED) {
            throw new ProtocolException("a result that was refused");
        } else if (isWary && value != null && !(value instanceof String)) {
            read(open, index, () -> crossing.accepted("result", value));
        } else if (arePending()) {
            read(open, index, () -> value); // behind them: it came later
        } else {
            open.succeed(index, value);
        }
    }

    private void fail(Batch open, int index, @Nullable Object value, Function<Failure, Reading.Thrown> rebuilding)
            throws IOException {
        if (value instanceof TooLarge) {
            read(open, index, () -> crossing.unpacked("exception", value, loader(open, index)));
            return;
        }
        Failure failure = failure(value);
        read(open, index, () -> rebuilding.apply(failure));
    }

    private void refuse(Batch open, int index) throws ProtocolException {
        TaskSerializationException reason = sent.refusal(index);
        if (reason == null) {
            throw new ProtocolException("item " + index + " was not refused");
        }
        read(open, index, () -> {
            throw reason;
        });
    }

    private void read(Batch open, int index, Reading.Code code) {
        readings.add(new Reading(open, index, code));
    }

    /** {@return a failure as it came} */
    static Failure failure(@Nullable Object value) throws IOException {
        if (value instanceof Encoded bytes) {
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
}
