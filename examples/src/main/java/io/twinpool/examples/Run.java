// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.util.concurrent.TimeUnit;

/** One census with one combination: the table, and how long it took, the start and end of the workers included. */
record Run(String name, String table, double seconds) {

    static Run of(Combination combination, int workers, Jars jars, Progress progress) {
        long begun = System.nanoTime();
        Findings findings = new Findings(jars);
        try {
            combination.facade().inspect(combination.kind().workers(workers), findings, progress);
        } finally {
            progress.end();
        }
        double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Run(combination.toString(), Table.of(findings), seconds);
    }
}
