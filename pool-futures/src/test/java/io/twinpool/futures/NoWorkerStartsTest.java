// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.twinpool.BrokenPoolException;
import io.twinpool.Outcome;
import io.twinpool.Results;
import io.twinpool.WorkerOutput;
import io.twinpool.Workers;
import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pools whose forked JVMs do not start.
 *
 * <p>API.md 1: BrokenPoolException: no worker can start; its cause is the real reason, here the JVM's error output.
 */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class NoWorkerStartsTest {
    private static PoolExecutor open() {
        return PoolExecutor.of(Workers.processes(2).jvmArgs("-XX:NoSuchFlag=1").output(WorkerOutput.DISCARD));
    }

    private static void assertBroken(Throwable error) {
        assertThat(error).isInstanceOf(BrokenPoolException.class).cause().hasStackTraceContaining("NoSuchFlag");
    }

    /** The pool breaks before or after the call: what it takes fails, or the call itself does. */
    private static Throwable failureOf(PoolExecutor pool) {
        return catchThrowable(() -> pool.submit(Work::square, 3).result(WAIT));
    }

    /** API.md 1. */
    @Test
    void theReasonIsWhatTheJvmSaid() throws Exception {
        try (PoolExecutor pool = open()) {
            assertBroken(failureOf(pool));

            FuturesContract.awaitBroken(pool);
            assertBroken(catchThrowable(() -> {
                PoolFuture<?> unused = pool.submit(Work::square, 3);
            }));
            assertThatThrownBy(() -> pool.map(Work::square, List.of(1, 2))).isInstanceOf(BrokenPoolException.class);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
            assertThat(pool.stats().completed()).isEqualTo(pool.stats().failed());
        }
    }

    /** Contract 5: nothing hangs: the items of a map that was begun before, and close(). */
    @Test
    void whatWasTakenEndsAndSoDoesThePool() throws Exception {
        PoolExecutor pool = open();
        Bystander<Throwable> consumer = Bystander.calling(() -> {
            try (Results<Integer> results = pool.map(Work::square, List.of(1, 2))) {
                return results.nextOutcome() instanceof Outcome.Failure<Integer> failure
                        ? failure.error()
                        : new AssertionError("an item has run");
            } catch (BrokenPoolException e) { // it has broken before it could take them
                return e;
            }
        });
        assertBroken(consumer.result());

        Bystander<Boolean> closing = Bystander.calling(() -> {
            pool.close();
            return true;
        });

        assertThat(closing.result()).isTrue();
        assertThat(pool.stats().workers()).isZero();
    }
}
