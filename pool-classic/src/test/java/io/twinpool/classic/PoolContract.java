// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import io.twinpool.Workers;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.KindContract;
import io.twinpool.core.testing.LentWorkers;

/** What the suites of this facade share: pools of a kind of worker. */
abstract class PoolContract extends KindContract {
    PoolContract(Kind kind) {
        super(kind);
    }

    /** A pool of two workers (inline: one), for tests that neither end nor count workers. */
    Pool open() {
        return lent(2);
    }

    /** A pool of one worker, for such tests too. */
    Pool openOne() {
        return lent(1);
    }

    private Pool lent(int n) {
        return kind == Kind.PROCESSES ? Pool.over(LentWorkers.forked(n)) : open(n);
    }

    /** A pool with workers of its own. */
    Pool open(int n) {
        return Pool.of(workers(n));
    }

    Workers workers(int n) {
        return kind.workers(n);
    }
}
