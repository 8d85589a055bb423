// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Initializers and finalizers that block, in the thread of the caller. */
@SuppressWarnings("FutureReturnValueIgnored") // of a task that is there for its worker
final class InlineHooksTest extends FuturesContract {
    private static final Duration BRIEF = Duration.ofMillis(50);

    InlineHooksTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereTheCallerRunsThem() {
        assumeTrue(kind.runsInCaller());
    }

    /** API.md 4, settled details: terminate ends an initializer; nothing hangs: the pool ends, and the caller gets away. */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void anEndByForceEndsAnInitializerThatBlocks(TerminateTest.Force force) throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(BRIEF).initializer(() -> gate.pass()))) {
            Bystander<PoolFuture<Integer>> caller = Bystander.calling(() -> pool.submit(Work::square, 3));
            gate.awaitArrivals(1);

            force.on(pool);

            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(caller.failure()).isNotNull();
        }
    }

    /** API.md 2: terminateWorkers does not wait (and runs no finalizer). */
    @ParameterizedTest
    @EnumSource(TerminateTest.Force.class)
    void anEndByForceDoesNotHangInAFinalizer(TerminateTest.Force force) throws Exception {
        try (Gate gate = gate()) {
            PoolExecutor pool = PoolExecutor.of(workers(1).killGrace(BRIEF).finalizer(() -> gate.pass()));
            pool.submit(Work::square, 3);
            Bystander<Boolean> ender = Bystander.calling(() -> {
                force.on(pool);
                return pool.awaitTermination(WAIT);
            });

            assertThat(ender.result()).isTrue();
        }
    }
}
