// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;

/**
 * When this JVM is about to exit: starts no more items, tells the parent, so that it can end what hangs on its way out,
 * and kills what tasks have started.
 */
final class ExitHook extends Thread {
    private final Current current;
    private final Watch watch;
    private final Orphan orphan;

    ExitHook(Current current, Watch watch, Orphan orphan) {
        super("twinpool-exit");
        this.current = current;
        this.watch = watch;
        this.orphan = orphan;
    }

    @Override
    public void run() {
        current.stop();
        try {
            watch.sayExiting();
            Offspring.kill();
        } catch (IOException e) {
            orphan.halt(); // nobody is there to be told
        }
    }
}
