// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.architecture;

import java.util.ArrayList;
import java.util.List;

/** All public top-level types of the library, package by package. */
final class PublicTypes {
    private final List<String> names = new ArrayList<>();

    private PublicTypes() {}

    static List<String> names() {
        return new PublicTypes()
                // what users type
                .add(
                        "io.twinpool",
                        "Args2",
                        "Args3",
                        "BrokenPoolException",
                        "MapOptions",
                        "OnWorkerLost",
                        "Outcome",
                        "PoolException",
                        "PoolInterruptedException",
                        "PoolStats",
                        "PoolTerminatedException",
                        "PoolTimeoutException",
                        "ProcessOptions",
                        "RemoteTaskException",
                        "Results",
                        "Task",
                        "TaskAction",
                        "TaskBiFunction",
                        "TaskFailedException",
                        "TaskFunction",
                        "TaskSerializationException",
                        "TaskTimeoutException",
                        "TaskTriFunction",
                        "WorkerLostException",
                        "WorkerOutput",
                        "Workers")
                // the seam, for kinds of workers
                .add(
                        "io.twinpool.worker",
                        "Batch",
                        "Claims",
                        "Ending",
                        "Interrupts",
                        "Lot",
                        "Nanos",
                        "PoolLog",
                        "Routine",
                        "Seat",
                        "Shape",
                        "Worker",
                        "WorkerFactory",
                        "WorkerKind")
                // for users of both facades
                .add("io.twinpool.core", "SharedWorkers")
                // exported to the facades only
                .add(
                        "io.twinpool.core.engine",
                        "Blocked",
                        "Cancel",
                        "Face",
                        "Foundation",
                        "Intake",
                        "Order",
                        "PoolTask",
                        "Promise",
                        "Zip")
                // public for ServiceLoader; not exported
                .add("io.twinpool.core.thread", "InlineKind", "PlatformKind", "VirtualKind")
                // public for core.process; not exported
                .add(
                        "io.twinpool.core.remote",
                        "Arena",
                        "Board",
                        "Boot",
                        "ChildMain",
                        "Codec",
                        "Far",
                        "Handshake",
                        "Links",
                        "RemoteWorker",
                        "Secret",
                        "Terms")
                // public for ServiceLoader; not exported
                .add("io.twinpool.core.process", "ProcessKind")
                // the Executor and Future idiom
                .add(
                        "io.twinpool.futures",
                        "AsCompleted",
                        "DoneAndNotDone",
                        "Futures",
                        "PoolExecutor",
                        "PoolFuture",
                        "ReturnWhen")
                // the Pool idiom
                .add("io.twinpool.classic", "AsyncResult", "Callbacks", "Pool")
                .names;
    }

    private PublicTypes add(String packageName, String... types) {
        for (String type : types) {
            names.add(packageName + "." + type);
        }
        return this;
    }
}
