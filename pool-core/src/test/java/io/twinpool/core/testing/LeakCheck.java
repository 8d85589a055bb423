// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Fails a test that leaves threads, child processes or temporary files behind, and names them. */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

    /** Of the JVM and of test frameworks; the library's Cleaner, which no pool owns; and what all tests share. */
    private static final Set<String> FOREIGN_THREADS = Set.of(
            "process reaper",
            "Cleaner-",
            "Common-Cleaner",
            "CompletableFutureDelayScheduler",
            "ForkJoinPool.commonPool",
            "junit-",
            "surefire-",
            "Attach Listener",
            "Signal Dispatcher",
            "VirtualThread-",
            "JFR ",
            "Keep-Alive",
            LentWorkers.NAME);

    private static final Pattern TEMPORARY = Pattern.compile("twinpool-(\\d+)-.*");

    /** What is there before a test, or before all tests of a class. */
    record Before(Set<Thread> threads, Set<Long> children, Set<Path> files) {
        static Before now() {
            return new Before(
                    allThreads().collect(Collectors.toSet()),
                    allChildren().map(ProcessHandle::pid).collect(Collectors.toSet()),
                    allFiles().collect(Collectors.toSet()));
        }

        /** Throws an AssertionError if there comes to be no end of what is there besides now. */
        void check() throws InterruptedException {
            check("threads", () -> LeakCheck.threads(this), LeakCheck::awaitEnd, LeakCheck::described);
            check("child processes", () -> LeakCheck.children(this), LeakCheck::awaitEnd, LeakCheck::described);
            check(
                    "temporary files",
                    () -> LeakCheck.files(this),
                    (file, begun) -> Eventually.pauseSince(begun),
                    Path::toString);
        }

        /** Waits for one after the other: looking for all of them takes long. */
        private static <T> void check(
                String what, Supplier<Stream<T>> leaked, Waiting<T> waiting, Function<T, String> description)
                throws InterruptedException {
            long begun = System.nanoTime();
            for (Optional<T> first = leaked.get().findFirst();
                    first.isPresent();
                    first = leaked.get().findFirst()) {
                if (leftSince(begun) <= 0) {
                    throw new AssertionError("the test leaves " + what + " behind:\n"
                            + leaked.get().map(description).collect(Collectors.joining("\n")));
                }
                waiting.awaitEnd(first.get(), begun);
            }
        }
    }

    private interface Waiting<T> {
        void awaitEnd(T one, long begun) throws InterruptedException;
    }

    private static long leftSince(long begun) {
        return Limits.WAIT.toNanos() - (System.nanoTime() - begun);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Before.class, Before.now());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        context.getStore(NAMESPACE).get(Before.class, Before.class).check();
    }

    private static Stream<Thread> threads(Before before) {
        return allThreads().filter(thread -> !before.threads.contains(thread)).filter(LeakCheck::isOurs);
    }

    /** Those that are alive; their stacks, which would take long, are not looked at. */
    private static Stream<Thread> allThreads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] all = new Thread[2 * root.activeCount() + 100];
        return Arrays.stream(all, 0, root.enumerate(all));
    }

    private static void awaitEnd(Thread thread, long begun) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, leftSince(begun));
    }

    private static boolean isOurs(Thread thread) {
        return thread != Thread.currentThread()
                && !isOfVirtualThreads(thread.getThreadGroup())
                && FOREIGN_THREADS.stream().noneMatch(thread.getName()::startsWith);
    }

    /** Of those that carry them, and of their timers. Null: it has ended. */
    private static boolean isOfVirtualThreads(@Nullable ThreadGroup group) {
        return group != null && group.getName().equals("CarrierThreads");
    }

    private static String described(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining("", thread + " " + thread.getState(), ""));
    }

    private static String described(ProcessHandle child) {
        return child.pid() + " " + child.info();
    }

    private static void awaitEnd(ProcessHandle child, long begun) throws InterruptedException {
        try {
            child.onExit().get(leftSince(begun), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Eventually.pauseSince(begun); // it is still there, which is told
        }
    }

    private static Stream<ProcessHandle> children(Before before) {
        return allChildren().filter(child -> !before.children.contains(child.pid()));
    }

    private static Stream<ProcessHandle> allChildren() {
        return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive);
    }

    private static Stream<Path> files(Before before) {
        return allFiles().filter(file -> !before.files.contains(file));
    }

    private static Stream<Path> allFiles() {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(LeakCheck::isOurs).toList().stream();
        } catch (IOException e) {
            return Stream.of();
        }
    }

    /** Whether it is of this JVM: another build may be running beside this one. */
    private static boolean isOurs(Path file) {
        Matcher name = TEMPORARY.matcher(file.getFileName().toString());
        return name.matches()
                && Long.parseLong(name.group(1)) == ProcessHandle.current().pid();
    }
}
