// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.WorkerOutput;
import io.twinpool.Workers;
import io.twinpool.core.remote.Arena;
import io.twinpool.core.remote.Board;
import io.twinpool.core.remote.RemoteWorker;
import io.twinpool.core.remote.Terms;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import io.twinpool.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Starts the forked JVMs of one pool. */
final class ForkedJvms implements WorkerFactory {
    /** How many spares there are unless the user says so: a start takes a tenth of a second and more. */
    static final int STANDBY = 1;

    private final Launch launch;
    private final String name; // of threads
    private final PrivateDirectory directory;
    private final Map<String, String> properties;
    private volatile JvmCommand command; // written under this
    private final Terms terms;
    private final WorkerOutput output;
    private final Executor writer; // of the workers' output
    private final OptionalLong mostMemory; // bytes, of each JVM
    private final AtomicLong files = new AtomicLong();
    private final @Nullable Archive archive; // null: there can be none
    private final @Nullable Rehearsal rehearsal; // null: no need
    private volatile @Nullable Board board; // written under this
    private @Nullable Reception reception; // guarded by this; opened by the first worker, while its JVM boots

    private ForkedJvms(
            Workers workers,
            Terms terms,
            Launch launch,
            Map<String, String> properties,
            JvmCommand command,
            PrivateDirectory directory,
            @Nullable Archive archive,
            Duration patience) {
        this.launch = launch;
        this.name = workers.name().orElse("twinpool");
        this.terms = terms;
        this.properties = properties;
        this.command = command;
        this.directory = directory;
        this.output = workers.processOptions().output();
        this.writer = writer(name + "-output");
        this.mostMemory = workers.processOptions().maxWorkerMemory();
        this.archive = archive;
        this.rehearsal = archive == null ? null : Rehearsal.begun(workers, archive, patience);
    }

    static ForkedJvms open(Workers workers) throws IOException {
        return open(workers, PrivateDirectory.create(), Rehearsal.PATIENCE);
    }

    /**
     * Opens the pool's part of it.
     *
     * @param directory that is closed with it
     * @param patience how long the pool has been open before it sees to an archive
     */
    static ForkedJvms open(Workers workers, PrivateDirectory directory, Duration patience) throws IOException {
        try {
            Map<String, String> properties = HostProperties.forWorkers(workers);
            Nesting.deepen(properties);
            Terms terms = new Terms(workers, properties);
            Launch launch = Launch.of(workers, directory);
            JvmCommand command = JvmCommand.write(launch, properties, directory);
            Archive archive = Archive.of(launch, directory.path());
            return new ForkedJvms(workers, terms, launch, properties, command, directory, archive, patience);
        } catch (IOException | RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public Worker create(String name, Seat seat) {
        MemoryLimit memory = mostMemory.isPresent() ? new MemoryLimit(mostMemory.getAsLong()) : null;
        return new RemoteWorker(name, seat, new ForkedJvm(name, this, memory), terms);
    }

    /** Starts a JVM. */
    Process start(String name) throws IOException {
        return whole().start(name, archive == null ? List.of() : archive.flags());
    }

    /** A pool may live longer than this system leaves temporary files in peace. */
    private synchronized JvmCommand whole() throws IOException {
        directory.restore(); // first: nothing is read in a directory that is not ours
        launch.own().restore(directory);
        if (!command.isWhole()) {
            command = JvmCommand.write(launch, properties, directory);
        }
        return command;
    }

    /** A JVM has not come here, and has ended by itself. */
    void startFailed() {
        if (archive != null) {
            archive.doubt();
        }
    }

    JvmCommand command() {
        return command;
    }

    /** {@return the memory that a JVM which starts now shares with others: those that started before, if its file is still there} */
    synchronized Board board() throws IOException {
        Board known = board;
        if (known == null || !known.isReachable()) {
            Path file = directory.file("b" + files.incrementAndGet());
            known = directory.make(() -> Board.create(file));
            board = known;
        }
        return known;
    }

    @Override
    public @Nullable Lot lot() {
        Board known = board;
        return known == null ? null : known.lot();
    }

    /** {@return a file of its own, not made yet, for the memory that a JVM shares with this one} */
    Path arenaFile() {
        return directory.file("m" + files.incrementAndGet());
    }

    Arena arena(Path file) throws IOException {
        return directory.make(() -> Arena.create(file));
    }

    /** One thread, which exists while there is anything to write. */
    private static Executor writer(String threadName) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 100, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, threadName, 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    Executor writer() {
        return writer;
    }

    WorkerOutput output() {
        return output;
    }

    /** {@return where workers arrive} */
    synchronized Reception reception() throws IOException {
        Reception open = reception;
        if (open == null || !open.isReachable()) {
            reception = null;
            if (open != null) {
                open.close(); // its socket has been removed
            }
            open = directory.make(() -> Reception.open(name + "-reception", directory.socket()));
            reception = open;
        }
        return open;
    }

    @Override
    public Routine prepare(Routine routine) {
        return terms.prepare(routine);
    }

    @Override
    public @Nullable Object prepare(@Nullable Object argument) {
        return terms.prepare(argument);
    }

    @Override
    public int standby() {
        return STANDBY;
    }

    @Override
    public boolean sharesMemory() {
        return false;
    }

    @Override
    public void close() {
        if (rehearsal != null) {
            rehearsal.close();
        }
        try {
            synchronized (this) {
                if (reception != null) {
                    reception.close();
                }
            }
        } finally {
            terms.close();
            directory.close();
        }
    }
}
