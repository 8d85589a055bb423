// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.BrokenPoolException;
import io.twinpool.PoolTerminatedException;
import io.twinpool.TaskTimeoutException;
import io.twinpool.WorkerLostException;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the pool itself has to say is made for each who is thrown it: its stack says who waited. TaskTimeoutException's Javadoc; STYLE, "Errors". */
final class WhoWaitedTest extends FuturesContract {
    WhoWaitedTest(Kind kind) {
        super(kind);
    }

    private static void assertThrownFresh(PoolFuture<?> future, Class<? extends Throwable> type) throws Exception {
        Throwable first = catchThrowable(() -> future.result(WAIT));
        Throwable second = catchThrowable(() -> future.result(WAIT));

        assertThat(first).isInstanceOf(type).isNotSameAs(second);
        assertThat(second).isInstanceOf(type).hasMessage(first.getMessage());
        assertThat(first.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(WhoWaitedTest.class.getName()));
        assertThat(future.exception().orElseThrow())
                .isInstanceOf(type)
                .isSameAs(future.exception().orElseThrow());
    }

    @Test
    void ofATaskThatTookTooLong() throws Exception {
        try (PoolExecutor pool = PoolExecutor.of(workers(1).taskTimeout(Duration.ofMillis(20)))) {
            assertThrownFresh(pool.submit(() -> Work.untilInterrupted()), TaskTimeoutException.class);
        }
    }

    @Test
    void ofATaskWhoseWorkerDied() throws Exception {
        assumeTrue(kind.canBeKilled());
        try (PoolExecutor pool = open(1)) {
            assertThrownFresh(pool.submit(() -> Runtime.getRuntime().halt(3)), WorkerLostException.class);
        }
    }

    @Test
    void ofATaskThatWasTerminated() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open(1);
                Gate gate = gate()) {
            PoolFuture<Integer> future = pool.submit(() -> gate.pass(1));
            gate.awaitArrivals(1);
            pool.terminateWorkers();

            assertThrownFresh(future, PoolTerminatedException.class);
        }
    }

    @Test
    void ofATaskWhosePoolBroke() throws Exception {
        assumeWorkersOfTheirOwn();
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(workers(1).initializer(() -> Work.refuse(gate.pass(3))))) {
            PoolFuture<Integer> future = pool.submit(Work::square, 3);
            gate.open();

            assertThrownFresh(future, BrokenPoolException.class);
        }
    }
}
