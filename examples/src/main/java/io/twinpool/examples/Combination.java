// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import io.twinpool.OnWorkerLost;
import io.twinpool.Workers;
import java.util.Arrays;
import java.util.List;

/** A kind of worker with a facade over it. */
record Combination(Kind kind, Facade facade) {

    static List<Combination> all() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(Facade.values()).map(facade -> new Combination(kind, facade)))
                .toList();
    }

    @Override
    public String toString() {
        return kind + ", " + facade;
    }

    /** Where the work is done. */
    enum Kind {
        THREADS("threads"),
        PROCESSES("processes");

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        /** A jar whose worker is killed from outside gets another one, once: looking at it twice does no harm. */
        Workers workers(int n) {
            Workers workers = this == THREADS ? Workers.threads(n) : Workers.processes(n);
            return workers.named("census").onWorkerLost(OnWorkerLost.retry(1));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Which of the two facades asks for it. */
    enum Facade {
        FUTURES("futures"),
        CLASSIC("classic");

        private final String name;

        Facade(String name) {
            this.name = name;
        }

        void inspect(Workers workers, Findings findings, Progress progress) {
            switch (this) {
                case FUTURES -> FuturesCensus.inspect(workers, findings, progress);
                case CLASSIC -> ClassicCensus.inspect(workers, findings, progress);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
