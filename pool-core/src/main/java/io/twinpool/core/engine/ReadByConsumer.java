// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.PoolInterruptedException;
import org.jspecify.annotations.Nullable;

/** The consumer's thread reads, whenever it comes by and there is room. */
final class ReadByConsumer implements Feed {
    private final MapInput input;
    private final Window window;
    private final boolean prompt; // neither the input nor bringing its items in blocks, or runs the user's code
    private final boolean mayLook; // for the end when the time is up: that does not block, or this thread runs all

    ReadByConsumer(MapInput input, Window window, boolean prompt, boolean mayLook) {
        this.input = input;
        this.window = window;
        this.prompt = prompt;
        this.mayLook = mayLook;
    }

    @Override
    public @Nullable PoolInterruptedException begin() {
        if (prompt || window.isUnbounded()) {
            read(); // what is there already also if the time of the map is none: it may come in time
            if (!input.isEnded() && input.isLate()) {
                leaveRest();
            }
        }
        return input.interrupt();
    }

    /** The consumer must not wait for what the iterator does. */
    private void leaveRest() {
        if (mayLook) {
            input.lookForEnd();
        } else {
            input.leaveRest();
        }
    }

    @Override
    public void consumed() {
        if (input.isEnded()) {
            return;
        }
        if (input.isDisturbed() || !input.isLate()) {
            read();
        } else {
            input.lookForEnd();
        }
    }

    private void read() {
        int most = input.isDisturbed() ? 1 : window.free();
        if (prompt) {
            input.readTogether(most);
        } else {
            input.read(most);
        }
    }

    @Override
    public void look() {} // the consumer is told by whoever calls this
}
