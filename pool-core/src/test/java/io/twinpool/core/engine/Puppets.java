// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.Task;
import io.twinpool.Workers;
import io.twinpool.core.testing.Eventually;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import io.twinpool.worker.WorkerFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pool of workers that the test moves, in the order in which they were made. */
final class Puppets implements WorkerFactory, AutoCloseable {
    private final List<Puppet> made = new CopyOnWriteArrayList<>();
    private final Consumer<Puppet> onStart;
    private volatile Consumer<Puppet> onRetire = puppet -> {};
    private volatile int mostInALot; // set once; 0: tasks do not travel
    private volatile int memoryOfLot = Integer.MAX_VALUE; // of the next one, in calls
    private final List<HeapLot> lots = new CopyOnWriteArrayList<>();
    private final Engine engine;
    private final Face face;

    private Puppets(Workers workers, Consumer<Puppet> onStart, Function<Engine, Face> begin) {
        this.onStart = onStart;
        this.engine = Engine.open(workers, this);
        this.face = begin.apply(engine);
    }

    /** Opens a pool whose workers wait for the test to come up. */
    static Puppets open(Workers workers) {
        return open(workers, puppet -> {});
    }

    /** Opens a pool of workers that tasks have to travel to, in lots of so many. */
    static Puppets afar(Workers workers, int mostInALot) {
        Puppets puppets = open(workers);
        puppets.mostInALot = mostInALot;
        return puppets;
    }

    /** Opens a pool whose workers do something when they are started, on the thread that starts them. */
    static Puppets open(Workers workers, Consumer<Puppet> onStart) {
        return new Puppets(workers.named("puppets"), onStart, Face::keeping);
    }

    /** As {@link #unwatched}, of workers that tasks have to travel to. */
    static Puppets unwatchedAfar(Workers workers, int mostInALot) {
        Puppets puppets = unwatched(workers);
        puppets.mostInALot = mostInALot;
        return puppets;
    }

    /** Opens a pool that the end of the JVM does not wait for, nor know of: it makes no thread. */
    static Puppets unwatched(Workers workers) {
        return new Puppets(workers, puppet -> {}, engine -> {
            Face face = Face.over(engine, engine);
            engine.crew().fill();
            return face;
        });
    }

    Face face() {
        return face;
    }

    Engine engine() {
        return engine;
    }

    /** Has workers do something when they are told to leave, on the thread that tells them. */
    void onRetire(Consumer<Puppet> action) {
        onRetire = action;
    }

    PoolTask<String> submit(String result) {
        return face.submit(Routine.of((Task<String>) () -> result), null, Long.MAX_VALUE);
    }

    /** {@return a task that is counted, and in no queue} */
    PoolTask<String> taskOf(String result) {
        face.counts().submitted(1);
        return new PoolTask<>(face, Routine.of((Task<String>) () -> result), null, Long.MAX_VALUE);
    }

    List<Puppet> made() {
        return made;
    }

    Puppet made(int index) {
        return made.get(index);
    }

    /** Waits until so many workers have been made, and gives the last of them. */
    Puppet await(int count) throws InterruptedException {
        Eventually.until(count + " workers", () -> made.size() >= count);
        return made.get(count - 1);
    }

    int serving() {
        return face.stats().workers();
    }

    @Override
    public Worker create(String name, Seat seat) {
        return new Puppet(name, seat, this::started, gone -> onRetire.accept(gone));
    }

    /** From here on the test may move it: its seat knows it. */
    private void started(Puppet puppet) {
        made.add(puppet);
        onStart.accept(puppet);
    }

    @Override
    public boolean sharesMemory() {
        return mostInALot == 0;
    }

    @Override
    public @Nullable Lot lot() {
        if (!lots.isEmpty() && !lots.get(lots.size() - 1).isClosed()) {
            return null;
        }
        HeapLot lot = new HeapLot(mostInALot, memoryOfLot);
        memoryOfLot = Integer.MAX_VALUE;
        lots.add(lot);
        return lot;
    }

    /** There is memory for so many steps of putting the next lot together. */
    void runOutOfMemory(int afterSteps) {
        memoryOfLot = afterSteps;
    }

    /** {@return those that were asked for} */
    List<HeapLot> lots() {
        return lots;
    }

    /** Ends the pool; by the engine's hand also what its workers shared, which is nothing. */
    @Override
    public void close() {
        face.terminate(false);
        engine.stop(face -> {}, false); // which is its face's to do only where it keeps the workers
    }
}
