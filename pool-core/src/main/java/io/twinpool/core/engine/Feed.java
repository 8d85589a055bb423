// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolInterruptedException;
import org.jspecify.annotations.Nullable;

/** Which thread reads a map's input, and when. */
interface Feed {
    /** Told by the consumer, in its thread: it has taken a result, or is about to wait for one. */
    void consumed();

    /** Told by any thread: something about the input has changed. */
    void look();

    /** Begins to read. {@return what says that the calling thread was interrupted while it waited for room; null: it was not} */
    @Nullable
    PoolInterruptedException begin();

    /**
     * {@return how to read an input}
     *
     * <p>A bounded read of an input that may block or run long is done by a thread of its own, which nobody else needs; that of a
     * plain collection, and all reading for workers that run in their caller's thread, by the caller and the consumer.
     */
    static Feed of(MapInput input, Window window, Face face, Iterable<?> items) {
        boolean inCaller = face.engine().factory().runsInCaller();
        boolean plain = Prompt.isPrompt(items);
        boolean prompt = plain && !inCaller && !face.engine().room().isBounded();
        return prompt || inCaller || window.isUnbounded()
                ? new ReadByConsumer(input, window, prompt, plain || inCaller)
                : new ReadByThread(input, window, face.engine().name() + "-input");
    }
}
