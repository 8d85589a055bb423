// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.LentWorkers;
import io.twinpool.core.testing.OnEveryKind;
import io.twinpool.core.testing.Traces;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the suites of this facade share: a kind of worker, pools of it, and what tasks and test meet at.
 *
 * <p>Tasks run in other JVMs too, so they are static functions or lambdas that capture serializable things only.
 */
@OnEveryKind
abstract class PoolContract {
    final Kind kind;

    @TempDir
    Path directory;

    PoolContract(Kind kind) {
        this.kind = kind;
    }

    /** A pool of two workers (inline: one), for tests that neither end nor count workers. */
    Pool open() {
        return kind == Kind.PROCESSES ? Pool.over(LentWorkers.forked()) : open(2);
    }

    /** A pool with workers of its own. */
    Pool open(int n) {
        return Pool.of(workers(n));
    }

    Workers workers(int n) {
        return kind.workers(n);
    }

    Gate gate() {
        return Gate.in(directory);
    }

    Gate gate(String name) throws IOException {
        return Gate.in(directory, name);
    }

    Traces traces() throws IOException {
        return Traces.in(directory);
    }

    /** For tests in which a task waits, or runs while the test does something. */
    void assumeWorkersOfTheirOwn() {
        assumeFalse(kind.runsInCaller(), "a task has ended when the call that submits it returns");
    }

    /** For tests whose tasks use the pool, or objects of the test. */
    void assumeSharedMemory() {
        assumeTrue(kind.sharesMemory(), "a forked JVM does not see the objects of this one");
    }
}
