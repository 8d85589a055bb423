// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tells that the worker died while it had started this task.
 *
 * <p>The task may have had side effects, all or some. It was started once, or as often as {@link OnWorkerLost#retry}
 * allows. The pool replaces the worker and goes on, unless {@link OnWorkerLost#BREAK_POOL} ends it. If it was a forked JVM
 * that wrote to its standard error, the message ends with the last lines of that.
 *
 * @see Workers#onWorkerLost(OnWorkerLost)
 */
public final class WorkerLostException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The name of the worker. */
    private final String workerName;

    /** The process id, or -1. */
    private final long pid;

    /** Null if unknown; an {@link OptionalInt} could not be serialized. */
    private final @Nullable Integer exitCode;

    /**
     * The loss of a worker.
     *
     * @param message who ended how on what, and the last lines that it said
     * @param workerName the worker's name
     * @param pid its process id, or -1 if it had none
     * @param exitCode its exit code, 128 + signal if a signal ended it; empty if unknown
     * @param cause what made the loss known, such as an {@link java.io.IOException} of the link; null if nothing was
     *     thrown
     */
    public WorkerLostException(
            String message, String workerName, long pid, OptionalInt exitCode, @Nullable Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.workerName = requireNonNull(workerName, "workerName");
        this.pid = pid;
        this.exitCode = requireNonNull(exitCode, "exitCode").isPresent() ? exitCode.getAsInt() : null;
    }

    /**
     * Names the worker.
     *
     * @return the name that its thread or process had in logs and dumps
     */
    public String workerName() {
        return workerName;
    }

    /**
     * Tells the process id that the worker had.
     *
     * @return the process id, or -1 if the worker had no process of its own
     */
    public long pid() {
        return pid;
    }

    /**
     * Tells how the worker's process ended.
     *
     * @return the exit code, 128 + signal if a signal ended the process, as shells have it (137 for SIGKILL); 0 is a
     *     loss too, if it came unasked; empty if unknown
     */
    public OptionalInt exitCode() {
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }
}
