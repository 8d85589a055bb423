// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/** The processes that tasks have started from this JVM: they go with it, while it is still known whose they are. */
final class Offspring {
    private Offspring() {}

    static void kill() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
}
