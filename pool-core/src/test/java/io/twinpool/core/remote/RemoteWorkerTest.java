// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Limits;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Seat;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker whose far half cannot even be ended. */
@ExtendWith(LeakCheck.class)
final class RemoteWorkerTest {
    private static final class Nowhere implements Far, Seat {
        private final CompletableFuture<Ending> ending = new CompletableFuture<>();

        @Override
        public Links connect(Runnable onEnd) throws IOException {
            throw new IOException("no way");
        }

        @Override
        public void kill() {
            Thread.currentThread().setUncaughtExceptionHandler((dead, error) -> {}); // as the test wants it
            throw new OutOfMemoryError("as if");
        }

        @Override
        public boolean isSpent() {
            return false;
        }

        @Override
        public void leaves() {}

        @Override
        public void terminate() {}

        @Override
        public Ending.Lost lost(@Nullable Throwable reason) {
            throw new AssertionError("never there");
        }

        @Override
        public Throwable failedStart() {
            throw new AssertionError("never there");
        }

        @Override
        public void occupy(Runnable loop) {}

        @Override
        public void ready() {}

        @Override
        public void spent() {}

        @Override
        public @Nullable Batch next() {
            return null;
        }

        @Override
        public void failing() {}

        @Override
        public void ended(Ending how) {
            ending.complete(how);
        }
    }

    private static Throwable whyNot(String name) throws Exception {
        Nowhere nowhere = new Nowhere();
        try (Terms terms = new Terms(Workers.processes(1), Map.of())) {
            new RemoteWorker(name, nowhere, nowhere, terms).start();
            Ending ending = nowhere.ending.get(Limits.WAIT.toSeconds(), TimeUnit.SECONDS);
            return ((Ending.StartFailed) ending).cause();
        }
    }

    /** Contract 5: nothing hangs, ever; and no pool is told of another one's worker. */
    @Test
    void whereNothingCanBeToldOfAFailedStartTheWorkerIsNamed() throws Exception {
        assertThat(whyNot("kitchen-1")).hasMessage("kitchen-1 did not start, and there was no memory to tell why");
        assertThat(whyNot("hall-2")).hasMessageStartingWith("hall-2 ");
    }
}
