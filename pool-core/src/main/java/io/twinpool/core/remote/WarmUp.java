// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskAction;
import io.twinpool.TaskFunction;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a child does on a second processor while it connects: map the shared memory, and call a first function, so that
 * the classes behind serialization and lambdas are there when the user's first function comes.
 */
final class WarmUp implements Runnable {
    private final Boot boot;
    private final FutureTask<Memory> memory;

    private WarmUp(Boot boot) {
        this.boot = boot;
        this.memory = new FutureTask<>(new Opening(boot));
    }

    static WarmUp start(Boot boot) {
        WarmUp warmUp = new WarmUp(boot);
        Thread thread = new Thread(null, warmUp, "twinpool-warm-up", 0);
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    @Override
    public void run() {
        memory.run();
        try {
            call(boot.sample());
            load();
        } catch (Exception e) {
            return; // what is wrong here, the first task will meet too, and say so
        }
    }

    private static void call(Encoded sample) throws Exception {
        ByteBuffer frame = Wire.buffer((int) Values.size(sample));
        Values.put(frame, sample);
        Object received = Values.get(frame.flip(), Bulk.NONE);
        Object function = new Crossing(JavaCodec.trusting()).unpacked("function", received, loader());
        if (function != null) {
            Routine.of(Shape.ACTION, function).call(null);
        }
    }

    /** Loads what only a batch needs. */
    private static void load() throws ClassNotFoundException {
        List<Class<?>> needed = List.of(
                SharedClaims.class,
                Wire.BatchHead.class,
                Wire.ItemsHead.class,
                Wire.ItemHead.class,
                Wire.Join.class,
                TooLarge.class,
                TaskFunction.class);
        for (Class<?> each : needed) {
            Class.forName(each.getName()); // and initializes it
        }
    }

    private static ClassLoader loader() {
        return ClassLoader.getSystemClassLoader();
    }

    /** {@return the shared memory, as soon as it is there} */
    Memory memory() throws IOException {
        try {
            return memory.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("no shared memory", e);
        }
    }

    /** {@return a function for {@link #run}; made by the parent, for which it is no work that a child must wait for} */
    static Encoded sample() {
        return Sample.ENCODED;
    }

    /** Captured in this class, which a child has initialized. */
    private static TaskAction function() {
        return WarmUp::nothing;
    }

    private static void nothing() {}

    /**
     * The shared memory.
     *
     * @param arena with the parent
     * @param board with the other children too
     */
    record Memory(Arena arena, Board board) {}

    private record Opening(Boot boot) implements Callable<Memory> {
        @Override
        public Memory call() throws IOException {
            return new Memory(Arena.open(boot.arena()), Board.open(boot.board()));
        }
    }

    /** In a class of its own, as a child never needs it. */
    private static final class Sample {
        static final Encoded ENCODED = new Crossing(JavaCodec.trusting()).encoded("function", function());
    }
}
