// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.HostCommand;
import io.twinpool.core.testing.HostJvm;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** A host that is stopped for a while, as a laptop or a container is. */
@ExtendWith(LeakCheck.class)
@DisabledOnOs(OS.WINDOWS) // which has no signals
final class StoppedHostTest {
    private static final long STOPPED_MILLIS = 3_000; // longer than any grace; nothing is waited for

    /** A host that works until its input ends, and says then what it has lost. */
    static final class Host {
        private Host() {}

        public static void main(String[] arguments) throws Exception {
            Workers workers =
                    Workers.processes(2).killGrace(Duration.ofSeconds(1)).taskTimeout(Duration.ofMinutes(1));
            try (PoolExecutor pool = PoolExecutor.of(workers)) {
                long tasks = 0;
                while (System.in.available() == 0) {
                    List<PoolFuture<Integer>> squares = new ArrayList<>();
                    for (int i = 0; i < 100; i++) {
                        squares.add(pool.submit(Work::square, i));
                    }
                    for (PoolFuture<Integer> square : squares) {
                        square.result();
                    }
                    if (tasks++ == 0) {
                        System.out.println("working");
                    }
                }
                System.out.println("lost " + pool.stats().workersLost() + ", failed "
                        + pool.stats().failed());
            }
        }
    }

    /** reliability 10: no worker declared dead, no worker leaves. */
    @Test
    void aHostThatWasStoppedLosesNothing() throws Exception {
        try (HostJvm host =
                HostCommand.of(Host.class).with("-Dio.twinpool.archive=off").start()) {
            assertThat(host.line(0)).isEqualTo("working");

            Death.send("STOP", host.process().pid());
            Thread.sleep(STOPPED_MILLIS);
            Death.send("CONT", host.process().pid());

            host.process().outputWriter().append("enough\n").flush();
            assertThat(host.line(1)).isEqualTo("lost 0, failed 0");
            assertThat(host.exitCode()).isZero();
        }
    }
}
