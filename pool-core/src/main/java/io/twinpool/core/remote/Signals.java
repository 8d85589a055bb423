// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/** Ctrl-C, which reaches all processes of a terminal: the parent decides what it means. */
final class Signals implements Runnable {
    private final Thread thread = new Thread(null, this, "twinpool-signals", 0);

    private Signals() {}

    /** Has this process ignore SIGINT, where the JDK has the means; in a thread of its own, as it takes milliseconds. */
    static Signals ignoringInterrupts() {
        Signals signals = new Signals();
        signals.thread.setDaemon(true);
        signals.thread.start();
        return signals;
    }

    /** Waits until it does. */
    void await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the main thread", e);
        }
    }

    /** By the module jdk.unsupported. */
    @Override
    public void run() {
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
