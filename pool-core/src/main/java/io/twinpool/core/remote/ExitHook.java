// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.util.List;

/**
 * When this JVM is about to exit: starts no more items, tells the parent, so that it can end what hangs on its way out,
 * kills what tasks have started, and has no thread wait in the kernel, for which the exit would wait.
 */
final class ExitHook extends Thread {
    private final Current current;
    private final Watch watch;
    private final List<ChildLink> links;
    private final Orphan orphan;

    ExitHook(Current current, Watch watch, List<ChildLink> links, Orphan orphan) {
        super("twinpool-exit");
        this.current = current;
        this.watch = watch;
        this.links = links;
        this.orphan = orphan;
    }

    @Override
    public void run() {
        current.stop();
        try {
            watch.sayExiting();
            Offspring.kill();
            links.forEach(ChildLink::waitOutsideKernel);
        } catch (IOException e) {
            orphan.halt(); // nobody is there to be told
        }
    }
}
