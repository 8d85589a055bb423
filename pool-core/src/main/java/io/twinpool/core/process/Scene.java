// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.TaskFunction;
import io.twinpool.TaskSerializationException;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Ending;
import io.twinpool.worker.PoolLog;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Seat;
import io.twinpool.worker.Worker;
import io.twinpool.worker.WorkerFactory;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One worker that is called once, and then leaves: what an archive is to know. */
final class Scene implements Seat {
    private static final String NAME = "twinpool-rehearsal"; // for those who list processes

    private final WorkerFactory factory;
    private final Worker worker;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean isPlayed; // set by the one item
    private volatile @Nullable Ending ending; // set once, before the end

    Scene(WorkerFactory factory) {
        this.factory = factory;
        this.worker = factory.create(NAME, this);
    }

    /** {@return whether all went as it should} */
    boolean play() throws InterruptedException {
        worker.start();
        end.await();
        PoolLog.debug("rehearsal: " + ending);
        return isPlayed && ending instanceof Ending.Left;
    }

    void stop() {
        worker.kill();
    }

    @Override
    public void occupy(Runnable loop) {
        throw new UnsupportedOperationException("nothing runs in this JVM");
    }

    @Override
    public void ready() {}

    @Override
    public void spent() {}

    @Override
    public @Nullable Batch next() {
        if (isPlayed) {
            worker.retire();
            return null;
        }
        return new Line();
    }

    @Override
    public void failing() {}

    @Override
    public void ended(Ending how) {
        ending = how;
        end.countDown();
    }

    /** The one item. */
    private final class Line extends Batch {
        private final Routine routine = factory.prepare(Routine.of((TaskFunction<Integer, Integer>) Words::next));

        Line() {
            super(worker.claims(1));
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Routine routine(int index) {
            return routine;
        }

        @Override
        public @Nullable Object argument(int index) {
            return 1;
        }

        @Override
        public boolean isTimed() {
            return false;
        }

        @Override
        public void succeed(int index, @Nullable Object value) {
            isPlayed = true;
        }

        @Override
        public void fail(int index, Throwable error) {
            PoolLog.debug("rehearsal: " + error);
            stop();
        }

        @Override
        public void refuse(int index, TaskSerializationException reason) {
            fail(index, reason);
        }

        @Override
        public boolean linger(int index) {
            throw new AssertionError("nothing of the user's runs");
        }

        @Override
        public void resume(int index, @Nullable Object argument) {
            throw new AssertionError("nothing of the user's runs");
        }
    }

    /** In a class of its own: it is all that the child loads of these. */
    private static final class Words {
        static Integer next(Integer number) {
            return number + 1;
        }
    }
}
