// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import io.twinpool.worker.WorkerFactory;

/**
 * A host that starts two workers, keeps one of them busy, says their pids and the directory of its temporary files, and
 * waits.
 */
final class HostMain {
    private HostMain() {}

    public static void main(String[] arguments) throws Exception {
        WorkerFactory factory = new ProcessKind().open(Workers.processes(2));
        Place idle = Place.open(factory, "idle").awaitReady();
        Place busy = Place.open(factory, "busy").awaitReady();
        long idlePid = pid(idle);
        idle.awaitIdle();
        long busyPid = pid(busy);
        busy.awaitIdle();
        busy.run(Jobs.function((Integer x) -> spin()), 1);
        System.out.println(idlePid + " " + busyPid);
        if (arguments[0].equals("exit")) {
            return; // without close: what is left must not keep this JVM
        }
        Thread.sleep(1_000_000); // until it is killed
    }

    private static long pid(Place place) throws Exception {
        Object pid = place.run(
                        Jobs.function((Integer x) -> ProcessHandle.current().pid()), 1)
                .value(0);
        return (Long) java.util.Objects.requireNonNull(pid);
    }

    private static int spin() {
        int x = 0;
        while (!Thread.currentThread().getName().isEmpty()) {
            x++;
        }
        return x;
    }
}
