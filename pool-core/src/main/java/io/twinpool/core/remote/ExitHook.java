// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;

/** Tells the parent that this JVM is about to exit, so that it can end what hangs on its way out. */
final class ExitHook extends Thread {
    private final Watch watch;
    private final Orphan orphan;

    ExitHook(Watch watch, Orphan orphan) {
        super("twinpool-exit");
        this.watch = watch;
        this.orphan = orphan;
    }

    @Override
    public void run() {
        try {
            watch.sayExiting();
        } catch (IOException e) {
            orphan.halt(); // nobody is there to be told
        }
    }
}
