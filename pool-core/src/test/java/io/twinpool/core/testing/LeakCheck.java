// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
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

    private record Before(Set<Thread> threads, Set<Long> children, Set<Path> files) {
        static Before now() {
            return new Before(
                    Thread.getAllStackTraces().keySet(),
                    allChildren().map(ProcessHandle::pid).collect(Collectors.toSet()),
                    allFiles().collect(Collectors.toSet()));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Before.class, Before.now());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Before before = context.getStore(NAMESPACE).get(Before.class, Before.class);
        check("threads", () -> threads(before).map(LeakCheck::described));
        check("child processes", () -> children(before).map(child -> child.pid() + " " + child.info()));
        check("temporary files", () -> files(before).map(Path::toString));
    }

    private static void check(String what, Supplier<Stream<String>> leaked) throws InterruptedException {
        if (!Eventually.holds(() -> leaked.get().findAny().isEmpty())) {
            throw new AssertionError(
                    "the test leaves " + what + " behind:\n" + leaked.get().collect(Collectors.joining("\n")));
        }
    }

    private static Stream<Thread> threads(Before before) {
        Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
        now.removeAll(before.threads);
        return now.stream().filter(Thread::isAlive).filter(LeakCheck::isOurs);
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
