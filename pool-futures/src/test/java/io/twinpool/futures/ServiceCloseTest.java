// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Bystander;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.Traces;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code close()} of the ExecutorService view, and of what the JDK wraps around it. */
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to occupy a worker
final class ServiceCloseTest extends JdkContract {
    ServiceCloseTest(Kind kind) {
        super(kind);
    }

    /** Java has it in ExecutorService since 19; here it is there on 17 too. */
    private static void close(ExecutorService service) throws Exception {
        ((AutoCloseable) service).close();
    }

    /** OpenJDK ExecutorService/CloseTest.testCloseWithNoTasks, testTerminateBeforeClose. */
    @Test
    void closingAnIdlePoolEndsIt() throws Exception {
        try (PoolExecutor pool = open()) {
            ExecutorService service = pool.asExecutorService();

            close(service);
            close(service);

            assertEnded(service);
        }
    }

    /** OpenJDK ExecutorService/CloseTest.testCloseWithRunningTasks, testShutdownWithRunningTasks. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingWaitsForWhatRuns(boolean isShutdown) throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            gate.awaitArrivals(1);
            if (isShutdown) {
                service.shutdown();
            }
            Bystander<Void> closer = Bystander.calling(() -> {
                close(service);
                return null;
            });
            closer.awaitBlocked();

            gate.open();

            assertThat(closer.result()).isNull();
            assertEnded(service);
            assertThat(running.get(0, TimeUnit.DAYS)).isEqualTo(1);
        }
    }

    /** OpenJDK ExecutorService/CloseTest.testInterruptBeforeClose. */
    @Test
    void closingWhileInterruptedStopsWhatRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            gate.awaitArrivals(1);
            Bystander<Boolean> closer = Bystander.calling(() -> {
                Thread.currentThread().interrupt();
                close(service);
                return Thread.currentThread().isInterrupted();
            });

            assertThat(closer.result()).isTrue();
            assertEnded(service);
            assertThatThrownBy(running::get).isInstanceOf(ExecutionException.class);
        }
    }

    /** OpenJDK ExecutorService/CloseTest.testInterruptDuringClose. */
    @Test
    void anInterruptOfCloseStopsWhatRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = pool.asExecutorService();
            Future<Integer> running = service.submit(waiting(gate, 1));
            gate.awaitArrivals(1);
            Bystander<Boolean> closer = Bystander.calling(() -> {
                close(service);
                return Thread.currentThread().isInterrupted();
            });

            closer.awaitBlocked().interrupt();

            assertThat(closer.result()).isTrue();
            assertEnded(service);
            assertThatThrownBy(running::get).isInstanceOf(ExecutionException.class);
        }
    }

    /** {@link Executors#unconfigurableExecutorService}: closed since Java 19 by that one's own close(), which is the JDK's. */
    @Test
    void aWrappedViewEndsThePool() throws Exception {
        Traces traces = traces();
        try (PoolExecutor pool = open()) {
            ExecutorService service = Executors.unconfigurableExecutorService(pool.asExecutorService());
            service.execute(command(() -> traces.leave("ran")));
            service.execute(command(() -> traces.leave("ran")));

            if (service instanceof AutoCloseable closeable) {
                closeable.close();
            } else {
                service.shutdown();
                assertThat(terminates(service)).isTrue();
            }

            assertEnded(service);
            assertEnded(pool.asExecutorService());
        }
        assertThat(traces.all()).containsExactly("ran", "ran");
    }

    /** OpenJDK ExecutorService/CloseTest.testInterruptDuringClose, on the JDK's own close(), which calls shutdownNow. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_19)
    void anInterruptOfAWrappedCloseStopsWhatRuns() throws Exception {
        assumeWorkersOfTheirOwn();
        try (PoolExecutor pool = open();
                Gate gate = gate()) {
            ExecutorService service = Executors.unconfigurableExecutorService(pool.asExecutorService());
            Future<Integer> running = service.submit(waiting(gate, 1));
            gate.awaitArrivals(1);
            Bystander<Boolean> closer = Bystander.calling(() -> {
                close(service);
                return Thread.currentThread().isInterrupted();
            });

            closer.awaitBlocked().interrupt();

            assertThat(closer.result()).isTrue();
            assertEnded(service);
            assertThat(running.isCancelled()).isTrue();
        }
    }
}
