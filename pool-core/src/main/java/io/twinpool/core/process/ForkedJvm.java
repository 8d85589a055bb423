// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.core.remote.Arena;
import io.twinpool.core.remote.Board;
import io.twinpool.core.remote.Boot;
import io.twinpool.core.remote.Far;
import io.twinpool.core.remote.Handshake;
import io.twinpool.core.remote.Links;
import io.twinpool.worker.Ending;
import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One child JVM, from its start to its end. */
final class ForkedJvm implements Far {
    private static final long START_SECONDS = 30;
    private static final long END_SECONDS = 10;
    private static final int OUTPUT_LOOKS =
            10; // no more: a process that the child has started may hold its output open
    private static final long OUTPUT_LOOK_MILLIS = 100;

    private final String name;
    private final ForkedJvms pool;
    private final @Nullable MemoryLimit memory; // null: none
    private final LastWords lastWords = new LastWords();
    private final LastWords unused = new LastWords();
    private final List<Thread> pumps = new CopyOnWriteArrayList<>();
    private final Set<ProcessHandle> offspring = new HashSet<>(); // guarded by this: seen when it was about to end
    private @Nullable Process process; // guarded by this
    private boolean isUnwanted; // guarded by this: asked to end, or killed

    ForkedJvm(String name, ForkedJvms pool, @Nullable MemoryLimit memory) {
        this.name = name;
        this.pool = pool;
        this.memory = memory;
    }

    /** Starts the child first: all else is done while it boots. */
    @Override
    public Links connect(Runnable onEnd) throws IOException, InterruptedException {
        try {
            return meet(start(), onEnd);
        } catch (IOException e) {
            boolean wasUnwanted = isUnwanted();
            boolean isOurs = !(e instanceof EndedException) && isAlive(); // the end that is to come
            kill();
            Epitaph epitaph = epitaph();
            if (!wasUnwanted && !isOurs && epitaph.hasFailed()) {
                pool.startFailed();
            }
            throw failedStart(e, epitaph, isOurs);
        }
    }

    /** Who has only not come is told of by how it ended: what this JVM met adds nothing to that. */
    private IOException failedStart(IOException e, Epitaph epitaph, boolean isEndedByPool) {
        if (e instanceof SocketTimeoutException && isEndedByPool) {
            return notStarted(epitaph.story(e.getMessage() + ", and was ended"));
        } else if (e instanceof SocketTimeoutException || e instanceof EndedException) {
            return notStarted(epitaph.story(epitaph.how() + " before it had connected"));
        }
        String what = e.getClass() == IOException.class ? e.getMessage() : e.toString();
        String then = isEndedByPool ? "was still running, and was ended" : epitaph.how();
        String story = epitaph.isUnborn() ? "" : "; '" + pool.command() + "' " + epitaph.story(then);
        return new IOException(name + " did not start: " + what + story, e);
    }

    private IOException notStarted(String story) {
        return new IOException(name + " did not start: '" + pool.command() + "' " + story);
    }

    private synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    private synchronized boolean isUnwanted() {
        return isUnwanted;
    }

    private Links meet(Process child, Runnable onEnd) throws IOException, InterruptedException {
        Reception reception = pool.reception();
        Guest guest = reception.expect();
        Path file = pool.arenaFile();
        try {
            watch(child, guest, onEnd);
            Arena arena = pool.arena(file);
            Board board = pool.board();
            invite(
                    child,
                    new Boot(
                            reception.address(),
                            guest.number(),
                            guest.childSecret(),
                            guest.parentSecret(),
                            file,
                            board));
            SocketChannel task = guest.await(Handshake.Kind.TASK, START_SECONDS);
            SocketChannel control = guest.await(Handshake.Kind.CONTROL, START_SECONDS);
            SocketChannel classes = guest.await(Handshake.Kind.CLASSES, START_SECONDS);
            return new Links(task, control, classes, arena, board);
        } catch (IOException e) {
            reception.forget(guest);
            guest.closeLinks();
            throw e;
        } finally {
            reception.forget(guest);
            Files.deleteIfExists(file);
        }
    }

    private Process start() throws IOException {
        Process child = pool.start(name);
        synchronized (this) {
            process = child;
            if (isUnwanted) {
                child.toHandle().destroyForcibly();
            }
        }
        PoolLog.debug(name + " (pid " + child.pid() + ") started: " + pool.command());
        return child;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it cannot fail: both calls only pass the news on
    private void watch(Process child, Guest guest, Runnable onEnd) {
        Runnable hasEnded = () -> {
            guest.turnAway(new EndedException());
            onEnd.run();
        };
        pumps.add(
                new OutputPump(name, child.getErrorStream(), pool.output(), () -> System.err, lastWords, pool.writer())
                        .start(name + "-stderr", () -> hearEnd(child, hasEnded)));
        pumps.add(new OutputPump(name, child.getInputStream(), pool.output(), () -> System.out, unused, pool.writer())
                .start(name + "-stdout", () -> {}));
        child.onExit().thenRun(hasEnded); // what it has started may hold its standard error open
    }

    /** The thread of its standard error, which has nothing else to do: the common pool, which tells too, may be busy for long. */
    private static void hearEnd(Process child, Runnable hasEnded) {
        try {
            child.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a pump", e);
        }
        hasEnded.run();
    }

    /** The secrets go where no other user can look; then the child's standard input is at its end. */
    private static void invite(Process child, Boot boot) throws IOException {
        try (OutputStream stdin = child.getOutputStream()) {
            boot.write(stdin);
        } catch (IOException e) { // nobody reads it any more
            throw new EndedException();
        }
    }

    private static final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        EndedException() {
            super("it has ended");
        }
    }

    @Override
    public boolean isSpent() {
        return memory != null && memory.isExceededBy(pid());
    }

    private synchronized long pid() {
        return process == null ? 0 : process.pid();
    }

    @Override
    public synchronized void leaves() {
        noteOffspring();
    }

    /** Later nobody knows whose they are. */
    private synchronized void noteOffspring() {
        if (process != null && process.isAlive()) {
            try {
                process.descendants().forEach(offspring::add);
            } catch (RuntimeException
                    | Error e) { // no file descriptor or no memory left to look with: what it has started lives on
                PoolLog.warn("processes that " + name + " has started cannot be found, and may live on", e);
            }
        }
    }

    @Override
    public synchronized void terminate() {
        isUnwanted = true;
        noteOffspring();
        if (process != null) {
            process.toHandle().destroy();
        }
    }

    @Override
    public synchronized void kill() {
        isUnwanted = true;
        try {
            noteOffspring();
            offspring.forEach(ProcessHandle::destroyForcibly);
        } finally { // there may be no memory even to tell that
            if (process != null) {
                process.toHandle().destroyForcibly();
            }
        }
    }

    @Override
    public Ending.Lost lost(@Nullable Throwable reason) {
        Epitaph epitaph = epitaph();
        PoolLog.debug(name + " " + epitaph.how());
        return epitaph.lost(reason);
    }

    @Override
    public Throwable failedStart() {
        Epitaph epitaph = epitaph();
        return notStarted(epitaph.story(epitaph.how() + " before it was ready"));
    }

    /** Not for long, but in several looks: one would be over as soon as the machine stands still. */
    private void awaitOutput() throws InterruptedException {
        int looks = 0;
        for (Thread pump : pumps) {
            for (; pump.isAlive() && looks < OUTPUT_LOOKS; looks++) {
                pump.join(OUTPUT_LOOK_MILLIS);
            }
        }
    }

    private Epitaph epitaph() {
        Process child;
        synchronized (this) {
            child = process;
        }
        if (child == null) {
            return Epitaph.UNBORN;
        }
        try {
            boolean hasEnded = child.waitFor(END_SECONDS, TimeUnit.SECONDS);
            awaitOutput();
            return Epitaph.of(child, hasEnded, pool.command().crashReport(child.pid()), lastWords.toString());
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts an I/O thread", e);
        }
    }
}
