// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.ProcessOptions;
import io.twinpool.WorkerOutput;
import io.twinpool.Workers;
import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes an archive, in the background of an open pool: a worker beside the pool's own comes, is called once and leaves,
 * and its JVM writes down what it has loaded.
 *
 * <p>Only once the pool has been open for a while, so that short-lived programs neither pay for it nor leave before it
 * is done; no event tells them from others. It ends with the pool.
 */
final class Rehearsal implements Runnable, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For {@code Orphan}: a JVM whose host is dead is not to write down what it has loaded. */
    static final String RECORDS = "io.twinpool.records";

    private static final Duration WRITING = Duration.ofMinutes(1); // that a JVM may take for an archive
    private static final Set<ArchiveKey> TRIED = ConcurrentHashMap.newKeySet(); // by this JVM: what failed will again

    private final Workers workers;
    private final Archive archive;
    private final Duration patience;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(null, this, "twinpool-rehearsal", 0, false);
    private @Nullable Scene scene; // guarded by this

    private Rehearsal(Workers workers, Archive archive, Duration patience) {
        this.workers = workers;
        this.archive = archive;
        this.patience = patience;
    }

    /** {@return one that waits for its time; null if there is no need} */
    static @Nullable Rehearsal begun(Workers workers, Archive archive, Duration patience) {
        if (archive.isThere() || TRIED.contains(archive.key())) {
            return null;
        }
        Rehearsal rehearsal = new Rehearsal(workers, archive, patience);
        rehearsal.thread.setDaemon(true);
        rehearsal.thread.start();
        return rehearsal;
    }

    @Override
    public void run() {
        try {
            if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS) && TRIED.add(archive.key())) {
                lockAndMake();
            }
        } catch (IOException | InterruptedException | RuntimeException e) { // workers start without it
            PoolLog.debug("no archive was made: " + e);
        } finally {
            if (closed.getCount() == 0) {
                TRIED.remove(archive.key()); // was ended before it could fail
            }
        }
    }

    /** One at a time of all this user's programs: the lock ends with its process, whatever becomes of that. */
    private void lockAndMake() throws IOException, InterruptedException {
        try (FileChannel channel =
                        FileChannel.open(archive.store().lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && !archive.isThere()) {
                archive.store().removeUnfinished();
                make();
            }
        } catch (OverlappingFileLockException e) {
            PoolLog.debug("another class loader of this JVM is making an archive");
        }
    }

    private void make() throws IOException, InterruptedException {
        Path file = archive.store().unfinished(archive.key());
        try {
            boolean isSound =
                    play(archive.key().makeFlag(file)) && play(archive.key().useFlag(file));
            if (isSound) {
                archive.store().publish(archive.key(), file);
            }
        } finally {
            archive.store().removeUnfinished(file);
        }
    }

    private boolean play(String flag) throws IOException, InterruptedException {
        try (ForkedJvms jvms = ForkedJvms.open(workers(flag))) {
            Scene next = new Scene(jvms);
            if (!begin(next)) {
                return false;
            }
            return next.play();
        }
    }

    private synchronized boolean begin(Scene next) {
        scene = next;
        return closed.getCount() > 0;
    }

    /** Workers that are like the pool's for their JVM, but run nothing of the user's and say nothing. */
    private Workers workers(String flag) {
        ProcessOptions options = workers.processOptions();
        List<String> arguments = new ArrayList<>(ArchiveKey.lasting(options.jvmArgs()));
        arguments.add(flag);
        arguments.add("-D" + RECORDS + "=true");
        Workers plain = Workers.processes(workers.size())
                .standby(workers.standby().orElse(ForkedJvms.STANDBY))
                .classPath(List.of())
                .environment(options.environment())
                .output(WorkerOutput.DISCARD)
                .killGrace(WRITING)
                .jvmArgs(arguments.toArray(new String[0]));
        if (options.maxHeap().isPresent()) {
            plain = plain.maxHeap(options.maxHeap().get());
        }
        return options.javaHome().isPresent()
                ? plain.javaHome(options.javaHome().get())
                : plain;
    }

    /** Ends it, and waits until nothing of it is left. */
    @Override
    public void close() {
        Scene current;
        synchronized (this) {
            closed.countDown();
            current = scene;
        }
        if (current != null) {
            current.stop();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // goes on to end by itself
        }
    }
}
