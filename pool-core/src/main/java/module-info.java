// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** The core of every Twinpool pool: queue, workers and their kinds. */
@SuppressWarnings("module") // the facades, which alone see the engine, are built later
module io.twinpool.core {
    requires static java.management; // for the flags that workers share with the host
    requires static org.jspecify;
    requires transitive io.twinpool.api;

    exports io.twinpool.core;
    exports io.twinpool.core.engine to
            io.twinpool.futures,
            io.twinpool.classic;

    uses io.twinpool.worker.WorkerKind;

    provides io.twinpool.worker.WorkerKind with
            io.twinpool.core.thread.PlatformKind,
            io.twinpool.core.thread.VirtualKind,
            io.twinpool.core.thread.InlineKind,
            io.twinpool.core.process.ProcessKind;
}
