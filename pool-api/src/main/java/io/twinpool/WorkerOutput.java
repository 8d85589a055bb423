// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

/**
 * Where the standard output and standard error of forked workers go.
 *
 * <p>Whatever is chosen, the pool reads both all the time, so that no worker blocks on them, and keeps the last lines
 * of standard error for the message of a {@link WorkerLostException}. What the stream or the log does not take is dropped
 * after a while, and the log told how much.
 *
 * @see Workers#output(WorkerOutput)
 */
public enum WorkerOutput {

    /** To the {@link System#out} and {@link System#err} that the host has at that moment; the default. */
    INHERIT,

    /** To the host's {@link System.Logger} {@code io.twinpool} at INFO, line by line, each behind the name of its worker. */
    LOG,

    /** Nowhere. */
    DISCARD
}
