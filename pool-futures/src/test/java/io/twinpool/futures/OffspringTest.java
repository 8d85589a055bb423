// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.TaskTimeoutException;
import io.twinpool.WorkerLostException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a forked JVM has started goes with it, whichever way it goes that it or the pool has a hand in. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // where there is no sleep
final class OffspringTest {
    private static final Duration BRIEF = Duration.ofMillis(100);

    @TempDir
    Path directory;

    /** How the worker goes. */
    private enum End {
        CANCEL {
            @Override
            void of(PoolExecutor pool, Traces traces) throws Exception {
                PoolFuture<Integer> deaf = pool.submit(() -> parentOfSleeper(traces, true));
                traces.await(1);
                assertThat(deaf.cancel(true)).isTrue();
            }
        },
        TIMEOUT {
            @Override
            void of(PoolExecutor pool, Traces traces) throws Exception {
                assertThat(pool.submit(() -> parentOfSleeper(traces, false)).result(WAIT))
                        .isZero();
                assertThat(pool.withTaskTimeout(BRIEF).submit(() -> spin()).exception(WAIT))
                        .containsInstanceOf(TaskTimeoutException.class);
            }
        },
        TERMINATE {
            @Override
            void of(PoolExecutor pool, Traces traces) throws Exception {
                PoolFuture<Integer> deaf = pool.submit(() -> parentOfSleeper(traces, true));
                traces.await(1);
                pool.terminateWorkers();
                deaf.exception(WAIT);
            }
        },
        KILL {
            @Override
            void of(PoolExecutor pool, Traces traces) throws Exception {
                PoolFuture<Integer> deaf = pool.submit(() -> parentOfSleeper(traces, true));
                traces.await(1);
                pool.killWorkers();
                deaf.exception(WAIT);
            }
        },
        CLOSE {
            @Override
            void of(PoolExecutor pool, Traces traces) throws Exception {
                assertThat(pool.submit(() -> parentOfSleeper(traces, false)).result(WAIT))
                        .isZero();
                pool.close();
            }
        },
        REPLACEMENT {
            @Override
            void of(PoolExecutor pool, Traces traces) throws Exception {
                assertThat(pool.submit(() -> parentOfSleeper(traces, false)).result(WAIT))
                        .isZero();
                for (int i = 0; i < 2; i++) {
                    assertThat(pool.submit(Work::square, i).result(WAIT)).isEqualTo(i);
                }
            }
        },
        EXIT {
            @Override
            void of(PoolExecutor pool, Traces traces) throws Exception {
                PoolFuture<Integer> lost = pool.submit(() -> {
                    parentOfSleeper(traces, false);
                    return Death.EXIT.strike(traces);
                });
                assertThat(lost.exception(WAIT)).containsInstanceOf(WorkerLostException.class);
            }
        };

        abstract void of(PoolExecutor pool, Traces traces) throws Exception;
    }

    /** Starts a process; if deaf, it never ends. */
    private static int parentOfSleeper(Traces traces, boolean isDeaf) throws IOException {
        traces.leave(new ProcessBuilder("sleep", "1000").start().pid());
        return isDeaf ? spin() : 0;
    }

    private static int spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** One whose parent is gone may stay as a zombie where nobody reaps; it has no command any more. */
    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .isEmpty();
    }

    /** Issue 3, 3 and 5; DESIGN section 3: children of the child die too. */
    @ParameterizedTest
    @EnumSource
    void whatAWorkerHasStartedGoesWithIt(End end) throws Exception {
        Traces traces = Traces.in(directory);
        Workers workers = Workers.processes(1).standby(0).killGrace(BRIEF).maxTasksPerChild(2);
        try (PoolExecutor pool = PoolExecutor.of(workers)) {
            end.of(pool, traces);

            long sleeper = Long.parseLong(traces.all().get(0));
            Eventually.until("the end of process " + sleeper, () -> isGone(sleeper));
        }
    }
}
