// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.MapOptions;
import io.twinpool.RemoteTaskException;
import io.twinpool.Results;
import io.twinpool.TaskFailedException;
import io.twinpool.TaskFunction;
import io.twinpool.TaskSerializationException;
import io.twinpool.Workers;
import io.twinpool.core.testing.Gate;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.LentWorkers;
import io.twinpool.core.testing.Work;
import java.io.IOException;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What cannot cross to or from a forked JVM, and when that is told. What can: {@link CrossingValuesTest}. */
@ExtendWith({LentWorkers.class, LeakCheck.class})
@Timeout(60)
final class CrossingTest {
    /** One only: javac takes two of other types for the same when they are deserialized (JDK-8376198). */
    private static final TaskFunction<Object, Object> SAME = Work::same;

    /** Cannot be serialized. */
    private static final class Plain {}

    private record Holder(Object content) implements Serializable {}

    /** An exception that cannot be serialized. */
    private static final class Unwritable extends Exception {
        private static final long serialVersionUID = 1;

        @SuppressWarnings({"serial", "unused"}) // the point of it
        private final Object content = new Plain();

        Unwritable(String message) {
            super(message);
        }
    }

    /** Cannot be walked to find what is not serializable in it. */
    private static final class Unwalkable extends ArrayList<Object> {
        private static final long serialVersionUID = 1;

        @SuppressWarnings({"serial", "unused"}) // the point of it
        private final Object content = new Plain();

        @Override
        public Iterator<Object> iterator() {
            throw new AssertionError("hostile");
        }
    }

    /** Cannot be written, or be read, and says so with an Error. */
    private static final class Hostile implements Serializable {
        private static final long serialVersionUID = 1;

        private final boolean whenWritten;

        Hostile(boolean whenWritten) {
            this.whenWritten = whenWritten;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (whenWritten) {
                throw new AssertionError("hostile");
            }
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            throw new AssertionError("hostile");
        }
    }

    @TempDir
    Path directory;

    private PoolExecutor pool;

    @BeforeEach
    void open() {
        assumeTrue(Kind.available().contains(Kind.PROCESSES), "left out by twinpool.test.kinds");
        pool = PoolExecutor.over(LentWorkers.forked(2));
    }

    @AfterEach
    void noWorkerWasLost() {
        if (pool != null) {
            assertThat(pool.stats().workersLost()).isZero();
            pool.close();
        }
    }

    /** API.md 5: it is told all the same, and does not keep who looks for it. */
    @Test
    void whatCannotBeLookedThroughIsToldToo() {
        List<Object> items = List.of(1, new Unwalkable(), Collections.nCopies(Integer.MAX_VALUE, new Plain()), 4);

        assertThatThrownBy(() -> pool.submit(SAME, items.get(1))).isInstanceOf(TaskSerializationException.class);
        assertThatThrownBy(() -> pool.submit(SAME, items.get(2))).isInstanceOf(TaskSerializationException.class);
        try (Results<Object> results =
                pool.map(SAME, items, MapOptions.defaults().chunkSize(4))) {
            assertThat(results.next()).isEqualTo(1);
            assertThatThrownBy(results::next).isInstanceOf(TaskSerializationException.class);
            assertThatThrownBy(results::next).isInstanceOf(TaskSerializationException.class);
            assertThat(results.next()).isEqualTo(4);
        }
    }

    /** A list in which an object is hidden. */
    private static Holder hiding(Object object) {
        return new Holder(new ArrayList<>(List.of("a", object)));
    }

    private static void assertNamesThePath(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContainingAll(Plain.class.getName(), "content[1]");
    }

    private static void assertNamesTheError(Throwable failure) {
        assertThat(failure).isInstanceOf(TaskSerializationException.class);
        assertThat(failure).cause().isInstanceOf(AssertionError.class).hasMessage("hostile");
    }

    /** Contract 5: a function that cannot be serialized throws from the call itself; which object, and the path of fields to it. */
    @Test
    void aFunctionThatCannotCrossFailsAtOnce() {
        Holder captured = hiding(new Plain());

        assertThatThrownBy(() -> pool.submit(() -> captured.toString())).satisfies(CrossingTest::assertNamesThePath);
        assertThatThrownBy(() -> pool.submit(x -> captured.toString() + x, 1))
                .satisfies(CrossingTest::assertNamesThePath);
        assertThatThrownBy(() -> pool.map(x -> captured.toString() + x, List.of(1, 2)))
                .satisfies(CrossingTest::assertNamesThePath);
    }

    /** Contract 5: an argument of submit throws from the call itself. */
    @Test
    void anArgumentThatCannotCrossFailsAtSubmit() {
        Holder argument = hiding(new Plain());

        assertThatThrownBy(() -> pool.submit(SAME, argument)).satisfies(CrossingTest::assertNamesThePath);
        assertThatThrownBy(() -> pool.submit((a, b) -> b, 1, argument)).satisfies(CrossingTest::assertNamesThePath);
    }

    /** Contract, settled details: an Error thrown by a user's writeObject is the cause of a TaskSerializationException. */
    @Test
    void anArgumentThatThrowsWhenWrittenFailsAtSubmit() {
        assertThatThrownBy(() -> pool.submit(SAME, new Hostile(true))).satisfies(CrossingTest::assertNamesTheError);
        assertThat(pool.submit(Work::square, 3).result()).isEqualTo(9);
    }

    /** Contract, the table of exceptions: which object, and the path of fields to it; also if that says itself that it cannot. */
    @Test
    void whatThrowsWhenWrittenIsNamedWithThePath() {
        String hostile = "(thrown by writeObject of " + Hostile.class.getName() + ")";

        assertThatThrownBy(() -> pool.submit(SAME, new Hostile(true))).hasMessageEndingWith(hostile);
        assertThatThrownBy(() -> pool.submit(SAME, hiding(new Hostile(true))))
                .hasMessageEndingWith("(thrown by writeObject of " + Holder.class.getName() + ".content[1] ("
                        + Hostile.class.getName() + "))");
        assertThatThrownBy(() -> pool.submit(SAME, List.of(new Hostile(true), new Hostile(true))))
                .as("it may be either")
                .hasMessageEndingWith(hostile);
    }

    /** As above: also where fields are closed, as those of the JDK are. */
    @Test
    void thePathLeadsThroughEntriesReferencesAndExceptions() {
        Exception suppressing = new IllegalStateException(new RuntimeException());
        suppressing.addSuppressed(new Unwritable("of it"));

        assertThatThrownBy(() -> pool.submit(SAME, new Holder(new AbstractMap.SimpleEntry<>("k", new Plain()))))
                .hasMessageContaining(".content.value (");
        assertThatThrownBy(() -> pool.submit(SAME, new Holder(new AtomicReference<>(new Plain()))))
                .hasMessageContaining(".content.value (");
        assertThatThrownBy(() -> pool.submit(SAME, new Holder(suppressing)))
                .hasMessageContaining(".content.suppressed[0].content (");
        assertThatThrownBy(() -> pool.submit(SAME, new Holder(new IllegalStateException(new Unwritable("of it")))))
                .hasMessageContaining(".content.cause.content (");
    }

    /** Contract, settled details: a poison argument costs one task, not every worker. */
    @Test
    void anArgumentThatThrowsWhenReadFailsItsTask() {
        PoolFuture<Object> future = pool.submit(SAME, new Hostile(false));

        assertThat(future.exception()).hasValueSatisfying(CrossingTest::assertNamesTheError);
        assertThatThrownBy(future::result)
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageEndingWith(" (thrown by readObject of " + Hostile.class.getName() + ")");
    }

    /** Contract 5: an item of a map fails as that item, whatever the chunk size. */
    @Test
    void anItemThatCannotCrossFailsAlone() {
        List<Object> items = List.of(0, hiding(new Plain()), 2, new Hostile(true), 4, new Hostile(false), 6);
        for (int chunkSize : new int[] {1, 7}) {
            try (Results<Object> results =
                    pool.map(SAME, items, MapOptions.defaults().chunkSize(chunkSize))) {
                assertThat(results.next()).isEqualTo(0);
                assertThatThrownBy(results::next)
                        .satisfies(CrossingTest::assertNamesThePath)
                        .hasMessageStartingWith("item 1 of a map: argument of ");
                assertThat(results.next()).isEqualTo(2);
                assertThatThrownBy(results::next)
                        .satisfies(CrossingTest::assertNamesTheError)
                        .hasMessageStartingWith("item 3 of a map: argument of ");
                assertThat(results.next()).isEqualTo(4);
                assertThatThrownBy(results::next)
                        .satisfies(CrossingTest::assertNamesTheError)
                        .hasMessageStartingWith(
                                "item 5 of a map: argument cannot be read back from its serialized form: ");
                assertThat(results.next()).isEqualTo(6);
                assertThat(results.hasNext()).isFalse();
            }
        }
    }

    /** Contract 5: a result that cannot be serialized fails its task. */
    @Test
    void aResultThatCannotCrossFailsItsTask() {
        PoolFuture<Holder> future = pool.submit(() -> hiding(new Plain()));

        assertThat(future.exception()).hasValueSatisfying(CrossingTest::assertNamesThePath);
        assertThatThrownBy(future::result)
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageStartingWith("a task of " + CrossingTest.class.getName() + ": result of ");
    }

    /** Contract, settled details: the same for a result, there and here. */
    @Test
    void aResultThatThrowsWhenWrittenOrReadFailsItsTask() {
        for (boolean whenWritten : new boolean[] {true, false}) {
            PoolFuture<Hostile> future = pool.submit(() -> new Hostile(whenWritten));

            assertThat(future.exception()).hasValueSatisfying(CrossingTest::assertNamesTheError);
        }
    }

    /** Contract 1: RemoteTaskException stands in, as the cause. */
    @Test
    void anExceptionThatCannotCrossHasAStandIn() {
        PoolFuture<Integer> future = pool.submit(() -> Work.hurl(new Unwritable("no way")));

        assertThatThrownBy(future::result)
                .isInstanceOf(TaskFailedException.class)
                .cause()
                .isInstanceOfSatisfying(RemoteTaskException.class, standIn -> {
                    assertThat(standIn.originalClassName()).isEqualTo(Unwritable.class.getName());
                    assertThat(standIn).hasMessage("no way");
                    assertThat(standIn.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(CrossingTest.class.getName()));
                });
    }

    /** Contract 1: what the parent does not accept fails its task; the rest is accepted. */
    @Test
    void aResultThatTheFilterRefusesFailsItsTask() throws Exception {
        Workers workers = Workers.processes(1)
                .standby(0)
                .resultFilter(info -> info.serialClass() == Holder.class ? Status.REJECTED : Status.UNDECIDED);
        try (PoolExecutor filtering = PoolExecutor.of(workers)) {
            PoolFuture<Holder> refused = filtering.submit(() -> new Holder("harmless"));

            assertThat(refused.exception(WAIT)).containsInstanceOf(TaskSerializationException.class);
            assertThat(filtering.submit(() -> new ArrayList<>(List.of(1))).result(WAIT))
                    .containsExactly(1);
        }
    }

    /** Contract 13, Python's way: what the caller does to an argument after submit the task does not see. */
    @Test
    void anArgumentIsWhatItWasAtSubmit() throws Exception {
        try (PoolExecutor busy = PoolExecutor.of(Workers.processes(1).standby(0));
                Gate gate = Gate.in(directory)) {
            PoolFuture<Integer> occupying = busy.submit(() -> gate.pass(1));
            int[] numbers = {1, 2, 3};
            ArrayList<Integer> list = new ArrayList<>(List.of(1, 2, 3));
            PoolFuture<Integer> sum = busy.submit(() -> Arrays.stream(numbers).sum());
            PoolFuture<Integer> size = busy.submit(ArrayList<Integer>::size, list);

            numbers[0] = 100;
            list.clear();
            gate.open();

            assertThat(sum.result(WAIT)).isEqualTo(6);
            assertThat(size.result(WAIT)).isEqualTo(3);
            assertThat(occupying.result(WAIT)).isEqualTo(1);
        }
    }
}
