// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A stack deep enough for Java serialization, which recurses, where the caller's is not. */
final class DeepStack {
    private static final long BYTES = 64L * 1024 * 1024; // reserved, not used, until it is needed

    private DeepStack() {}

    /** Calls on a thread of its own, and waits for it, in the caller's context class loader. Throws what the call threw. */
    static <T> T call(Callable<T> call) throws Throwable {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(null, task, "twinpool-deep-stack", BYTES);
        thread.setDaemon(true);
        thread.start();
        return result(task);
    }

    private static <T> T result(FutureTask<T> task) throws Throwable {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // for the caller, when the object is done
                } catch (ExecutionException e) {
                    throw e.getCause() == null ? e : e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
