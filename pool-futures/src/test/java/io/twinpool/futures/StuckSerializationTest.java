// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.RUN;
import static io.twinpool.core.testing.Limits.TASK;
import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.BrokenPoolException;
import io.twinpool.MapOptions;
import io.twinpool.OnWorkerLost;
import io.twinpool.PoolTerminatedException;
import io.twinpool.RemoteTaskException;
import io.twinpool.Results;
import io.twinpool.TaskTimeoutException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Traces;
import io.twinpool.core.testing.Work;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Serialization that does not come back, in a forked JVM or in this one: it costs its own task only. */
@ExtendWith(LeakCheck.class)
@Timeout(120)
@SuppressWarnings("FutureReturnValueIgnored") // of tasks that are there to be stuck
final class StuckSerializationTest {
    private static final Duration LIMIT = TASK.multipliedBy(3); // for others, too, in a JVM that has just come up

    private static final Duration BRIEF = Duration.ofMillis(100);

    /** One only: javac takes two of other types for the same when they are deserialized (JDK-8376198). */
    @SuppressWarnings("UnnecessaryLambda")
    private static final io.twinpool.TaskFunction<Object, Object> SAME = Work::same;

    enum Where {
        /** It is written here, as an argument, or there, as a result. */
        WRITTEN_HERE,
        READ_HERE,
        WRITTEN_THERE,
        READ_THERE;

        boolean isHere(boolean isWritten, long host) {
            boolean isHost = ProcessHandle.current().pid() == host;
            return this == (isWritten ? (isHost ? WRITTEN_HERE : WRITTEN_THERE) : (isHost ? READ_HERE : READ_THERE));
        }
    }

    /** Stops at a gate on its way from one JVM to another. */
    private static final class Sticky implements Serializable {
        private static final long serialVersionUID = 1;

        private final long host = ProcessHandle.current().pid();
        private final Gate gate;
        private final Where where;
        private final boolean isDeaf;

        Sticky(Gate gate, Where where, boolean isDeaf) {
            this.gate = gate;
            this.where = where;
            this.isDeaf = isDeaf;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            stick(true);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            stick(false);
        }

        private void stick(boolean isWritten) throws IOException {
            if (!where.isHere(isWritten, host)) {
                return;
            }
            if (isDeaf) {
                gate.passUnmoved();
                return;
            }
            try {
                gate.pass();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }
    }

    private static final class LadenException extends Exception {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("unused") // is written and read
        private final Serializable load;

        LadenException(String message, Serializable load) {
            super(message);
            this.load = load;
        }
    }

    @TempDir
    Path directory;

    private static PoolExecutor pool(int n) {
        return PoolExecutor.of(impatient(n));
    }

    private static Workers impatient(int n) {
        return Workers.processes(n).standby(0).killGrace(BRIEF);
    }

    /** One whose items are not held up by the loading of classes. */
    private static Workers warm() {
        return impatient(1).initializer(Work.loading(StuckSerializationTest.class, Sticky.class, Gate.class));
    }

    private Gate gate() {
        return Gate.in(directory);
    }

    private static void assertGoesOn(PoolExecutor pool) throws Exception {
        List<PoolFuture<Integer>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(pool.submit(Work::square, i));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(others.get(i).result(WAIT)).isEqualTo(i * i);
        }
    }

    /** Issue: in the parent, too, it costs its own task only; and when it is back after all, so is its result. */
    @Test
    void aResultThatIsNotReadKeepsNobody() throws Exception {
        try (PoolExecutor pool = pool(1);
                Gate gate = gate()) {
            Sticky sticky = new Sticky(gate, Where.READ_HERE, true);
            PoolFuture<Object> stuck = pool.submit(SAME, sticky);
            gate.awaitArrivals(1);

            assertGoesOn(pool);

            assertThat(stuck.isDone()).isFalse();
            assertThat(stuck.isRunning()).isTrue();
            assertThat(pool.stats().running()).isEqualTo(1);
            assertThat(pool.stats().queued()).isZero();
            gate.open();
            assertThat(stuck.result(WAIT)).isInstanceOf(Sticky.class);
            assertThat(pool.stats().completed()).isEqualTo(21);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    /** The same of what a task threw. */
    @Test
    void anExceptionThatIsNotReadKeepsNobody() throws Exception {
        try (PoolExecutor pool = pool(1);
                Gate gate = gate()) {
            Sticky sticky = new Sticky(gate, Where.READ_HERE, true);
            PoolFuture<Integer> stuck = pool.submit(() -> Work.hurl(new LadenException("sticky", sticky)));
            gate.awaitArrivals(1);

            assertGoesOn(pool);

            assertThat(stuck.isDone()).isFalse();
            gate.open();
            assertThat(stuck.exception(WAIT)).containsInstanceOf(LadenException.class);
        }
    }

    /** Each by itself, however many there are: the last is found after those before it have been given up. */
    @Test
    void manyResultsThatAreNotReadKeepNobody() throws Exception {
        try (PoolExecutor pool = pool(1);
                Gate gate = gate()) {
            Sticky sticky = new Sticky(gate, Where.READ_HERE, true);
            List<Object> items = List.of(0, sticky, 2, sticky, sticky, 5, "six");
            Results<Object> results =
                    pool.map(SAME, items, MapOptions.defaults().chunkSize(7));
            assertThat(results.next(WAIT)).isEqualTo(0);
            gate.awaitArrivals(3);

            assertGoesOn(pool);

            gate.open();
            assertThat(results.next(WAIT)).isInstanceOf(Sticky.class);
            assertThat(results.next(WAIT)).isEqualTo(2);
            assertThat(results.next(WAIT)).isInstanceOf(Sticky.class);
            assertThat(results.next(WAIT)).isInstanceOf(Sticky.class);
            assertThat(results.next(WAIT)).isEqualTo(5);
            assertThat(results.next(WAIT)).isEqualTo("six");
            assertThat(results.hasNext()).isFalse();
        }
    }

    /** An item of a map is written when it is sent; others overtake it, and it runs, once, when it is written. */
    @Test
    void anArgumentThatIsNotWrittenKeepsNobody() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = pool(1);
                Gate gate = Gate.in(directory, "gate")) {
            Sticky sticky = new Sticky(gate, Where.WRITTEN_HERE, true);
            List<Object> items = List.of(0, new ArrayList<>(List.of(1)), sticky, 3, new ArrayList<>(List.of(4)));
            Results<Object> results = pool.map(
                    item -> traces.leaving(item instanceof Sticky ? "sticky" : item),
                    items,
                    MapOptions.defaults().chunkSize(5));
            gate.awaitArrivals(1);
            traces.await(4);

            assertGoesOn(pool);

            assertThat(traces.all()).containsExactlyInAnyOrder("0", "[1]", "3", "[4]");
            assertThat(pool.stats().running()).isEqualTo(1);
            gate.open();
            assertThat(results.toList()).hasSize(5).element(2).isEqualTo("sticky");
            assertThat(traces.all()).hasSize(5).endsWith("sticky");
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    /** Contract 3: cancel(true) interrupts whatever runs for the task, here too, and ends it at once. */
    @Test
    void aStuckResultCanBeCancelled() throws Exception {
        try (PoolExecutor pool = pool(1);
                Gate gate = gate()) {
            Sticky sticky = new Sticky(gate, Where.READ_HERE, false);
            PoolFuture<Object> stuck = pool.submit(SAME, sticky);
            gate.awaitArrivals(1);
            assertGoesOn(pool);

            assertThat(stuck.cancel(true)).isTrue();

            assertThatThrownBy(stuck::result).isInstanceOf(CancellationException.class);
            Eventually.until("the thread is back", () -> !isStuck("Sticky"));
            assertGoesOn(pool);
            assertThat(pool.stats().workersStarted()).isEqualTo(1);
        }
    }

    private static boolean isStuck(String what) {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(java.util.Arrays::stream)
                .anyMatch(frame -> frame.getClassName().endsWith("$" + what));
    }

    /** Contract 4: taskTimeout ends it, and tells where it was. */
    @ParameterizedTest
    @EnumSource(Where.class)
    void whatIsStuckRunsOutOfTime(Where where) throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(warm().killGrace(WAIT));
                Results<Object> results = pool.withTaskTimeout(LIMIT)
                        .map(
                                SAME,
                                List.of(1, new Sticky(gate, where, false), 3),
                                MapOptions.defaults().chunkSize(3))) {
            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                assertThat(e.timeout()).isEqualTo(LIMIT);
                assertThat(e.taskStack()).anyMatch(frame -> frame.getClassName().equals(Sticky.class.getName()));
            });
            assertThat(results.next(WAIT)).isEqualTo(3);
            assertThat(results.hasNext()).isFalse();
            assertGoesOn(pool);
        }
    }

    /** And who does not hear the interrupt is killed there, and given up here: the pool goes on. */
    @ParameterizedTest
    @EnumSource(Where.class)
    void whatIsDeafRunsOutOfTime(Where where) throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool = PoolExecutor.of(warm());
                Results<Object> results = pool.withTaskTimeout(LIMIT)
                        .map(
                                SAME,
                                List.of(1, new Sticky(gate, where, true), 3),
                                MapOptions.defaults().chunkSize(3))) {
            assertThat(results.next(WAIT)).isEqualTo(1);
            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(TaskTimeoutException.class);
            assertThat(results.next(WAIT)).isEqualTo(3);
            assertGoesOn(pool);
        }
    }

    /** Contract, settled details: terminateWorkers ends everything unfinished. */
    @ParameterizedTest
    @EnumSource(Where.class)
    void aPoolWithSomethingStuckCanBeTerminated(Where where) throws Exception {
        try (Gate gate = gate();
                PoolExecutor pool = pool(1);
                Results<Object> results = pool.map(SAME, List.of(new Sticky(gate, where, true)))) {
            gate.awaitArrivals(1);
            Thread.sleep(where.name().endsWith("HERE") ? 150 : 0); // most often the worker has gone on without it

            pool.terminateWorkers();

            assertThatThrownBy(() -> results.next(WAIT)).isInstanceOf(PoolTerminatedException.class);
            assertThat(pool.awaitTermination(WAIT)).isTrue();
        }
    }

    /** Contract 5: its worker had finished with the task, so that worker's death does not lose it, nor run it again. */
    @Test
    void aResultThatIsBeingReadOutlivesItsWorker() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = PoolExecutor.of(impatient(1).onWorkerLost(OnWorkerLost.retry(3)));
                Gate gate = Gate.in(directory, "gate")) {
            Sticky sticky = new Sticky(gate, Where.READ_HERE, true);
            PoolFuture<Object> stuck = pool.submit(item -> traces.leaving(item), sticky);
            gate.awaitArrivals(1);
            PoolFuture<Integer> lost = pool.submit(() -> {
                traces.leave("die");
                Runtime.getRuntime().halt(traces.all().size());
                return 1;
            });
            assertThat(lost.exception(RUN)).isPresent(); // four JVMs, one after the other

            gate.open();

            assertThat(stuck.result(WAIT)).isInstanceOf(Sticky.class);
            assertThat(traces.all()).hasSize(5).filteredOn("die"::equals).hasSize(4);
        }
    }

    /** Contract 6: what an initializer threw breaks the pool, in words if it cannot be read. */
    @Test
    void anInitializersExceptionThatIsNotReadBreaksThePoolInWords() throws Exception {
        try (Gate gate = gate()) {
            Sticky sticky = new Sticky(gate, Where.READ_HERE, true);
            try (PoolExecutor pool = PoolExecutor.of(impatient(1).initializer(() -> {
                throw new LadenException("sticky", sticky);
            }))) {
                assertThatThrownBy(() -> pool.submit(Work::square, 3).result(RUN))
                        .isInstanceOf(BrokenPoolException.class)
                        .cause()
                        .isInstanceOf(RemoteTaskException.class)
                        .hasMessage("sticky");
            }
        }
    }

    /** Contract 6: the cause is what it threw, also where that takes a moment to read. */
    @Test
    void anInitializersExceptionThatIsReadSlowlyBreaksThePool() {
        Slow slow = new Slow(15);
        try (PoolExecutor pool = PoolExecutor.of(impatient(1).initializer(() -> {
            throw new LadenException("slow", slow);
        }))) {
            assertThatThrownBy(() -> pool.submit(Work::square, 3).result(RUN))
                    .isInstanceOf(BrokenPoolException.class)
                    .cause()
                    .isInstanceOf(LadenException.class)
                    .hasMessage("slow");
        }
    }

    /** However slow: what comes back late is not lost, and not done twice. */
    @Test
    void slowObjectsAllCross() throws Exception {
        Traces traces = Traces.in(directory);
        try (PoolExecutor pool = pool(2)) {
            List<Slow> items = IntStream.range(0, 12).mapToObj(Slow::new).toList();
            try (Results<Slow> results = pool.map(item -> traces.leaving(item), items)) {
                assertThat(results.toList())
                        .extracting(slow -> slow.number)
                        .containsExactlyElementsOf(
                                IntStream.range(0, 12).boxed().toList());
            }
        }
        assertThat(traces.all()).hasSize(12).doesNotHaveDuplicates();
    }

    /** Takes its time, so that sometimes it is overtaken and sometimes not. */
    private static final class Slow implements Serializable {
        private static final long serialVersionUID = 1;
        private final int number;

        Slow(int number) {
            this.number = number;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            dawdle();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            dawdle();
        }

        private void dawdle() throws IOException {
            try {
                Thread.sleep(10L * number);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public String toString() {
            return String.valueOf(number);
        }
    }
}
