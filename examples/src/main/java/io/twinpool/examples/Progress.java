// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.io.PrintStream;
import java.util.OptionalLong;

/** How far the work has come, for somebody who watches. */
interface Progress {
    /** A new run, with its number of steps if that is known. */
    void begin(OptionalLong steps);

    void step();

    void end();

    static Progress on(PrintStream err, boolean quiet) {
        return quiet || !Terminal.isThere() ? new Silence() : new Bar(err);
    }

    /** Nobody watches. */
    final class Silence implements Progress {
        @Override
        public void begin(OptionalLong steps) {}

        @Override
        public void step() {}

        @Override
        public void end() {}
    }
}
