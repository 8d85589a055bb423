// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.twinpool.BrokenPoolException;
import io.twinpool.WorkerOutput;
import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pools whose forked JVMs do not start: gh-87472: CPython's starts workers that fail for ever.
 *
 * <p>API.md 1: BrokenPoolException: no worker can start; its cause is the real reason, here the JVM's error output.
 */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class NoWorkerStartsTest {
    private static void assertBroken(ThrowingCallable call) {
        assertThat(catchThrowable(call))
                .isInstanceOf(BrokenPoolException.class)
                .cause()
                .hasStackTraceContaining("NoSuchFlag");
    }

    /** API.md 1, and contract 5: whatever was taken, nothing hangs, and the pool ends as any other does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everythingFailsWithWhatTheJvmSaid(boolean polite) throws Exception {
        Workers workers = Workers.processes(2).jvmArgs("-XX:NoSuchFlag=1").output(WorkerOutput.DISCARD);
        try (Pool pool = Pool.of(workers)) {
            assertBroken(() -> pool.applyAsync(Work::square, 3).get(WAIT));
            assertBroken(() -> pool.mapAsync(Work::square, List.of(1, 2)).get(WAIT));
            assertBroken(() -> pool.apply(Work::square, 3));
            assertBroken(() -> pool.map(Work::square, List.of(1, 2)));
            assertBroken(() -> pool.imap(Work::square, List.of(1, 2)).next());

            if (polite) {
                pool.shutdown();
            } else {
                pool.terminate();
            }

            assertThat(pool.join(WAIT)).isTrue();
            assertThat(pool.stats().workers()).isZero();
        }
    }
}
