// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Batch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The user's code that reads what an initializer threw. If it does not come back, the words are enough. */
final class InitReading extends Errand {
    private final Failure failure;
    private final Codec codec;
    private final ClassLoader loader;
    private final Consumer<Throwable> told;
    private @Nullable Throwable error; // written by work

    InitReading(Failure failure, Codec codec, ClassLoader loader, Consumer<Throwable> told) {
        this.failure = failure;
        this.codec = codec;
        this.loader = loader;
        this.told = told;
    }

    @Override
    boolean isFor(Batch batch, int index) {
        return false;
    }

    /** More than a second: its worker has nothing else to tell, and what comes later is not wanted any more. */
    @Override
    int patience() {
        return 64;
    }

    @Override
    void work() {
        error = failure.rebuilt(codec, loader);
    }

    @Override
    void settle() {
        told.accept(error == null ? failure.standIn() : error);
    }

    @Override
    boolean abandon() {
        told.accept(failure.standIn());
        return false;
    }

    @Override
    void deliver() {
        throw new AssertionError("is not wanted later");
    }
}
