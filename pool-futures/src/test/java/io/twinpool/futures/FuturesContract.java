// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.RUN;

import io.twinpool.BrokenPoolException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.KindContract;
import io.twinpool.core.testing.LentWorkers;
import io.twinpool.core.testing.Work;

/** What the suites of this facade share: pools of a kind of worker. */
abstract class FuturesContract extends KindContract {
    FuturesContract(Kind kind) {
        super(kind);
    }

    /** A pool of two workers (inline: one), for tests that neither end nor count workers. */
    PoolExecutor open() {
        return lent(2);
    }

    /** A pool of one worker, for such tests too. */
    PoolExecutor openOne() {
        return lent(1);
    }

    private PoolExecutor lent(int n) {
        return kind == Kind.PROCESSES ? PoolExecutor.over(LentWorkers.forked(n)) : open(n);
    }

    /** A pool with workers of its own. */
    PoolExecutor open(int n) {
        return PoolExecutor.of(workers(n));
    }

    Workers workers(int n) {
        return kind.workers(n);
    }

    /** Waits until a pool is broken and takes nothing more: after some starts, one after the other. */
    static void awaitBroken(PoolExecutor pool) throws InterruptedException {
        Eventually.until(RUN, () -> "a broken pool", () -> isBroken(pool));
    }

    private static boolean isBroken(PoolExecutor pool) {
        try {
            PoolFuture<?> unused = pool.submit(Work::square, 2);
            return false;
        } catch (BrokenPoolException e) {
            return true;
        }
    }
}
