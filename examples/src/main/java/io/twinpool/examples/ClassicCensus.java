// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import java.util.List;

/** The census in the classic idiom: an unordered lazy map over all jars. */
final class ClassicCensus {
    private ClassicCensus() {}

    static void inspect(Workers workers, Findings findings, Progress progress) {
        List<String> jars = findings.jars();
        try (Pool pool = Pool.of(workers);
                Results<JarReport> reports = pool.imapUnordered(JarReport::inspect, jars)) {
            progress.begin(reports.size());
            while (reports.hasNext()) {
                note(reports, jars, findings);
                progress.step();
            }
        }
        findings.missing().forEach(findings::lost);
    }

    private static void note(Results<JarReport> reports, List<String> jars, Findings findings) {
        try {
            findings.report(reports.next());
        } catch (TaskFailedException e) {
            findings.failed(jars.get((int) e.index().orElseThrow()), e.getCause());
        } catch (WorkerLostException e) {
            // Does not say on which jar: it is one of those that are missing at the end.
        }
    }
}
