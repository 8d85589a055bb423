// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the suites of both facades share: a kind of worker, and what tasks and test meet at.
 *
 * <p>Tasks run in other JVMs too, so they are static functions or lambdas that capture serializable things only.
 */
@OnEveryKind
public abstract class KindContract {
    /** The kind on which a test runs. */
    protected final Kind kind;

    /** For whatever a test and its tasks leave to one another. */
    @TempDir
    protected Path directory;

    /** Of tests on a kind. */
    protected KindContract(Kind kind) {
        this.kind = kind;
    }

    /** {@return a gate}, the test's only one */
    protected final Gate gate() {
        return Gate.in(directory);
    }

    /** {@return one of several gates} */
    protected final Gate gate(String name) throws IOException {
        return Gate.in(directory, name);
    }

    /** {@return an empty record} */
    protected final Traces traces() throws IOException {
        return Traces.in(directory);
    }

    /** {@return the time limit of items that are meant to reach it, where others must not}, also in a JVM that has just come up */
    protected final Duration itemLimit() {
        return kind.sharesMemory() ? Limits.TASK : Limits.TASK.multipliedBy(3);
    }

    /** For tests in which a task waits, or runs while the test does something. */
    protected final void assumeWorkersOfTheirOwn() {
        assumeFalse(kind.runsInCaller(), "a task has ended when the call that submits it returns");
    }

    /** For tests whose tasks use the pool, or objects of the test. */
    protected final void assumeSharedMemory() {
        assumeTrue(kind.sharesMemory(), "a forked JVM does not see the objects of this one");
    }
}
