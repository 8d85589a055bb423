// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples.futures;

import io.twinpool.Workers;
import io.twinpool.examples.Factors;
import io.twinpool.futures.PoolExecutor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Is called back: on the callbacks' own thread, or at once in this one where a task has ended already. So two may run at a
 * time, and the list must be one that threads can share.
 */
public final class DoneCallbacks {
    private DoneCallbacks() {}

    /**
     * Prints how each task ended.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(Workers.threads(2), System.out);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback gets it
    static void run(Workers workers, PrintStream out) {
        List<String> news = Collections.synchronizedList(new ArrayList<>());
        try (PoolExecutor executor = PoolExecutor.of(workers)) {
            for (long number : List.of(6L, 7L, -1L)) {
                executor.submit(Factors::of, number)
                        .addDoneCallback(done -> news.add(done.exception()
                                .map(Throwable::getMessage)
                                .orElseGet(() -> number + ": " + done.result())));
            }
        } // close() waits for the tasks, and for their callbacks
        news.stream().sorted().forEach(out::println);
    }
}
