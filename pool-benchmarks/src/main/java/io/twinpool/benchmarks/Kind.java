// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import io.twinpool.Workers;

/** The worker kinds that are measured. */
public enum Kind {
    THREADS,
    PROCESSES;

    Workers workers(int n) {
        return switch (this) {
            case THREADS -> Workers.threads(n);
            case PROCESSES -> Workers.processes(n);
        };
    }
}
