// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.io.Console;

/** Whether somebody sees what is printed. */
final class Terminal {
    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // null as far as Java 21; later ones are asked
    static boolean isThere() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** From Java 22 on there may be a console without a terminal, and a method that tells; before, there is neither. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
