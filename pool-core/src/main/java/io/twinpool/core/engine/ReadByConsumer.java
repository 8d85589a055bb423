// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** The consumer's thread reads, whenever it comes by and there is room. */
final class ReadByConsumer implements Feed {
    private final MapInput input;
    private final Window window;
    private final boolean prompt; // the input neither blocks nor runs the user's code

    ReadByConsumer(MapInput input, Window window, boolean prompt) {
        this.input = input;
        this.window = window;
        this.prompt = prompt;
    }

    @Override
    public void begin() {
        if (prompt || window.isUnbounded()) {
            read(); // what is there already also if the time of the map is none: it may come in time
            if (!prompt && !input.isEnded()) {
                input.cutShort(); // the consumer must not wait for what the iterator does
            }
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
