// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/** Ctrl-C, which reaches all processes of a terminal: the parent decides what it means. */
final class Signals {
    private Signals() {}

    /** Makes this process ignore SIGINT, where the JDK has the means: the module jdk.unsupported. */
    static void ignoreInterrupts() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ignore = handler.getField("SIG_IGN").get(null);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), ignore);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return; // a JDK without it, or a platform without the signal
        }
    }
}
