// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.ClassLeakCheck;
import io.twinpool.core.testing.Limits;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Routine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts, items taken back, and threads that help themselves. */
@ExtendWith({ClassLeakCheck.class, OnePlace.class})
class RunningItemsTest {
    private static final Routine ECHO = Jobs.function(Jobs::echo);

    private final Place place = OnePlace.place();

    @TempDir
    Path directory;

    @Test
    void anInterruptReachesItsItemAndBringsItsStack() throws Exception {
        Path started = directory.resolve("started");
        Items items = place.run(
                Jobs.function((Object x) -> x instanceof String file
                        ? Jobs.sleepUntilInterrupted(file)
                        : Thread.currentThread().isInterrupted()),
                started.toString(),
                1,
                2);
        Jobs.awaitFile(started);
        CompletableFuture<StackTraceElement[]> stack = new CompletableFuture<>();
        place.worker().interrupt(items, 1, s -> stack.completeExceptionally(new AssertionError("not running yet")));

        place.worker().interrupt(items, 0, stack::complete);

        assertThat(items.values()).containsExactly("interrupted", false, false);
        assertThat(stack.get(Limits.WAIT.toSeconds(), TimeUnit.SECONDS))
                .anyMatch(f -> f.getMethodName().equals("sleepUntilInterrupted"));
    }

    @Test
    void anInterruptFlagThatATaskLeavesDoesNotMeetTheNext() throws Exception {
        Items items = place.run(
                Jobs.function((Integer x) -> {
                    boolean was = Thread.currentThread().isInterrupted();
                    Thread.currentThread().interrupt();
                    return was;
                }),
                1,
                2,
                3);

        assertThat(items.values()).containsExactly(false, false, false);
    }

    @Test
    void whatHasNotStartedCanBeTakenBack() throws Exception {
        Path started = directory.resolve("started");
        Path go = directory.resolve("go");
        Items items = place.run(
                Jobs.function((Object x) -> {
                    if (x instanceof String file) {
                        Files.createFile(Path.of(file));
                        Jobs.awaitFile(Path.of(file).resolveSibling("go"));
                    }
                    return x;
                }),
                started.toString(),
                1,
                2,
                3);
        Jobs.awaitFile(started);

        assertThat(items.claims().revoke(2)).isEqualTo(new Claims.Span(2, 4));
        Files.createFile(go);
        place.awaitIdle();

        assertThat(items.value(1)).isEqualTo(1);
        assertThat(items.has(2)).isFalse();
        assertThat(items.has(3)).isFalse();
        assertThat(place.run(ECHO, "next").value(0)).isEqualTo("next");
    }

    @Test
    void aBatchLargerThanTheSocketCanBeTakenBackWhileItIsSent() throws Exception {
        byte[] large = new byte[4 << 20];
        Path started = directory.resolve("started");
        List<Object> arguments = new ArrayList<>(List.of(started.toString()));
        for (int i = 0; i < 16; i++) {
            arguments.add(large);
        }
        Items items = place.batch(
                Jobs.function((Object x) -> {
                    if (x instanceof String file) {
                        Files.createFile(Path.of(file));
                        Jobs.awaitFile(Path.of(file).resolveSibling("go"));
                    }
                    return 1;
                }),
                arguments);
        place.start(items);
        Jobs.awaitFile(started);

        assertThat(items.claims().revoke(0)).isNotNull();
        Files.createFile(directory.resolve("go"));
        place.awaitIdle();

        assertThat(items.value(0)).isEqualTo(1);
        assertThat(place.run(ECHO, "next").value(0)).isEqualTo("next");
    }

    @Test
    void finishedOutcomesDoNotWaitForALongItem() throws Exception {
        Path started = directory.resolve("started");
        Items items = place.run(
                Jobs.function((Object x) -> {
                    if (x instanceof Integer millis) {
                        Thread.sleep(millis); // a long item
                        return x;
                    }
                    return Jobs.hang((String) x);
                }),
                2,
                started.toString());
        Jobs.awaitFile(started);

        assertThat(items.value(0)).isEqualTo(2);
        place.worker().interrupt(items, 1, stack -> {});
        place.awaitIdle();
    }

    @Test
    void aCallerThatIsInterruptedBreaksNothing() throws Exception {
        for (int i = 0; i < 1000; i++) {
            Items items = place.batch(ECHO, List.of(i));
            Thread.currentThread().interrupt();
            place.start(items);
            place.worker().poll();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(items.value(0)).isEqualTo(i);
            place.awaitIdle();
        }
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // polls as the pool does
    void manyPollersReportEachOutcomeOnce() throws Exception {
        List<Thread> pollers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread poller = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    place.worker().poll();
                    Thread.yield();
                }
            });
            poller.start();
            pollers.add(poller);
        }
        try {
            for (int round = 0; round < 300; round++) {
                Object[] values = {round, "text", List.of(round), new int[] {round}};
                Items items = place.run(ECHO, values);
                assertThat(items.values()).usingRecursiveComparison().isEqualTo(List.of(values));
                place.awaitIdle();
            }
        } finally {
            pollers.forEach(Thread::interrupt);
            for (Thread poller : pollers) {
                poller.join();
            }
        }
    }
}
