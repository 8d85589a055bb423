// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.Task;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.worker.Routine;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order work waits, and what is taken out of its turn. */
@Timeout(60)
class TaskQueueTest {
    private final Puppets pool = Puppets.open(Workers.threads(1));
    private final TaskQueue queue = new TaskQueue();
    private final PoolTask<String> a = task();
    private final PoolTask<String> b = task();
    private final PoolTask<String> c = task();
    private final PoolTask<String> d = task();
    private final PoolTask<String> e = task();

    @AfterEach
    void close() {
        pool.close();
    }

    private PoolTask<String> task() {
        return new PoolTask<>(pool.face(), Routine.of((Task<String>) () -> "done"), null, Long.MAX_VALUE);
    }

    private List<Work> left() {
        List<Work> left = new ArrayList<>();
        for (Work head = queue.peek(); head != null; head = queue.peek()) {
            left.add(head);
            queue.poll(head);
        }
        return left;
    }

    @Test
    void whatComesBackGoesBeforeAll() {
        queue.add(c);
        queue.giveBack(b);
        queue.giveBack(a);
        queue.add(d);

        assertThat(left()).containsExactly(a, b, c, d);
    }

    /** Contract 10: a worker that waits for what stands behind tasks that come to wait themselves would take a thread for each of these. */
    @Test
    void whatAWorkerWaitsForGoesBeforeAll() {
        queue.add(b);
        queue.add(a);
        queue.giveBack(c);

        queue.hurry(a);

        assertThat(queue.peek()).isSameAs(a);
        a.reserve();
        assertThat(left()).filteredOn(Work::isWaiting).containsExactly(c, b);
    }

    /** Whoever waits again and again, a while each time, would fill the memory. */
    @Test
    void whatIsHurriedAgainWaitsOnce() {
        queue.add(b);
        queue.add(a);

        queue.hurry(a);
        queue.hurry(a);

        assertThat(left()).containsExactly(a, b, a); // the last one is its old place
    }

    /** The pool may be stopped just when an item that it has let in is hurried. */
    @Test
    void whatWasHurriedIsStoppedWithTheMapThatItIsOf() throws Exception {
        List<String> items = List.of("first", "second", "third");
        Promise<List<String>> all = pool.face()
                .mapAll(
                        Routine.of((TaskFunction<String, String>) item -> item),
                        items,
                        MapOptions.defaults(),
                        Long.MAX_VALUE,
                        list -> {});
        MapRun run = (MapRun) Objects.requireNonNull(pool.engine().queue().peek());

        pool.engine().queue().hurry(run, Long.MAX_VALUE);
        pool.face().shutdownAndCancel();

        assertThat(all.isDone()).isTrue();
        assertThat(pool.face().counts().unfinished()).isZero();
    }

    @Test
    void whatHasBeenTakenIsNotHurried() {
        queue.add(a);
        queue.add(b);
        a.reserve();

        queue.hurry(a);

        assertThat(left()).filteredOn(Work::isWaiting).containsExactly(b);
    }

    /** Nothing is hurried in vain: what a consumer waits for may have started. */
    @Test
    void whatIsOnItsWayToAConsumerIsNotOvertakenByTheRest() {
        try (Results<String> map = pool.face()
                .map(
                        Routine.of((TaskFunction<String, String>) item -> item),
                        List.of("first", "second"),
                        MapOptions.defaults().chunkSize(1),
                        Intake.EAGER,
                        Order.INPUT,
                        Long.MAX_VALUE,
                        this)) {
            Puppet worker = pool.made(0).comeUp();
            PoolTask<String> task = pool.submit("task");
            MapRun run = (MapRun) Objects.requireNonNull(pool.engine().queue().peek());

            pool.engine().queue().hurry(run, 0);
            assertThat(pool.engine().queue().peek()).isSameAs(run);
            pool.engine().queue().hurry(run, 1);
            assertThat(pool.engine().queue().peek()).isInstanceOf(MapRange.class);

            worker.work();
            worker.work();
            assertThat(map.toList()).containsExactly("first", "second");
            worker.work();
            assertThat(task.isDone()).isTrue();
        }
    }

    /** What was hurried stood behind others that may wait for long; it is not kept for them. */
    @Test
    void whatWasHurriedAndHasEndedIsNotKept() throws Exception {
        queue.add(a);
        List<WeakReference<Work>> hurried = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            PoolTask<String> task = task();
            hurried.add(new WeakReference<>(task));
            queue.add(task);
            queue.hurry(task);
            queue.poll(task);
            task.reserve();
        }

        Eventually.until("most of them gone", () -> {
            System.gc();
            return hurried.stream().filter(task -> task.get() != null).count() < 100;
        });
        assertThat(queue.peek()).isSameAs(a);
    }

    /** Contract 3: what is cancelled is taken out; nobody loses anything else by it. */
    @Test
    void whatIsChosenIsRemovedAndAllElseStays() {
        queue.add(c);
        queue.add(d);
        queue.add(e);
        queue.giveBack(b);
        queue.giveBack(a);

        List<Waiting> removed = queue.remove(Set.of(b, d)::contains);

        assertThat(removed).containsExactly(b, d);
        assertThat(left()).containsExactly(a, c, e);
    }

    @Test
    void whatWaitsBehindAllThatCameBackIsFoundWhenThatIsRemoved() {
        queue.giveBack(a);
        queue.remove(work -> true);
        assertThat(queue.isEmpty()).isTrue();

        queue.add(b);

        assertThat(left()).containsExactly(b);
    }

    /** Maps whose items run in their caller's thread do not wait for their turn. */
    @Test
    void aMapIsServedBehindOthersUntilNothingOfItWaits() {
        Routine same = Routine.of((TaskFunction<Object, Object>) item -> item);
        MapOptions two = MapOptions.defaults().chunkSize(2);
        MapAll<Object> all = new MapAll<>(pool.face(), same, two, Long.MAX_VALUE);
        MapRun run = new MapRun(pool.face(), same, two, Long.MAX_VALUE, all);
        WorkerSeat seat = pool.engine().crew().seats().iterator().next();
        TaskQueue engines = pool.engine().queue();
        pool.submit("before it");
        run.begin(new Segment(0, new Object[] {"a", "b", "c", "d", "e"}));
        pool.face().entrance().admit(run, 5);

        assertThat(engines.has(run)).isTrue();
        EngineBatch batch = Objects.requireNonNull(engines.takeFrom(run, seat));
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.argument(0)).isEqualTo("a");

        List<Waiting> rest = engines.detach(run);
        rest.forEach(waiting -> waiting.abort(() -> Verdict.CANCELLED));

        assertThat(pool.face().stats().cancelled()).isEqualTo(3);
        assertThat(engines.has(run)).isFalse();
        assertThat(engines.takeFrom(run, seat)).isNull();
    }
}
