// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.io.PrintStream;
import java.util.OptionalLong;

/** A bar on one line of the terminal, drawn again only when it looks different; a mere count if the end is unknown. */
final class Bar implements Progress {
    private static final int WIDTH = 40;

    private final PrintStream terminal;
    private OptionalLong steps = OptionalLong.empty();
    private long done;
    private String shown = "";

    Bar(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begin(OptionalLong steps) {
        this.steps = steps;
        done = 0;
        show(line());
    }

    @Override
    public void step() {
        done++;
        show(line());
    }

    @Override
    public void end() {
        show(" ".repeat(shown.length()));
        show("");
    }

    private String line() {
        return steps.isPresent() ? bar(steps.getAsLong()) : done + " jars";
    }

    private String bar(long all) {
        int filled = (int) (WIDTH * done / Math.max(1, all));
        long percent = 100 * done / Math.max(1, all);
        return "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + percent + " % of " + all + " jars";
    }

    private void show(String line) {
        if (!line.equals(shown)) {
            terminal.print('\r' + line);
            terminal.flush();
            shown = line;
        }
    }
}
