// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import io.twinpool.TaskFailedException;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.futures.AsCompleted;
import io.twinpool.futures.Futures;
import io.twinpool.futures.PoolExecutor;
import io.twinpool.futures.PoolFuture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The census in the idiom of futures: one for each jar, taken as they end. */
final class FuturesCensus {
    private FuturesCensus() {}

    static void inspect(Workers workers, Findings findings, Progress progress) {
        try (PoolExecutor executor = PoolExecutor.of(workers)) {
            Map<PoolFuture<JarReport>, String> jarOf = new LinkedHashMap<>();
            for (String jar : findings.jars()) {
                jarOf.put(executor.submit(JarReport::inspect, jar), jar);
            }
            AsCompleted<JarReport> ended = Futures.asCompleted(jarOf.keySet());
            progress.begin(OptionalLong.of(ended.size()));
            for (PoolFuture<JarReport> future : ended) {
                note(future, jarOf.get(future), findings);
                progress.step();
            }
        }
    }

    private static void note(PoolFuture<JarReport> future, String jar, Findings findings) {
        try {
            findings.report(future.result());
        } catch (TaskFailedException e) {
            findings.failed(jar, e.getCause());
        } catch (WorkerLostException e) {
            findings.lost(jar);
        }
    }
}
