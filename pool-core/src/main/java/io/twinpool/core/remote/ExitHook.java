// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;

/** Tells the parent that this JVM is about to exit, so that it can end what hangs on its way out. */
final class ExitHook extends Thread {
    private final Watch watch;

    ExitHook(Watch watch) {
        super("twinpool-exit");
        this.watch = watch;
    }

    @Override
    public void run() {
        try {
            watch.sayExiting();
        } catch (IOException e) {
            Runtime.getRuntime().halt(ChildMain.ORPHAN); // nobody is there to be told
        }
    }
}
