// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Task;
import io.twinpool.TaskAction;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Eventually;
import io.twinpool.worker.Routine;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** What the tests have children do. */
final class Jobs {
    private Jobs() {}

    static <T, R> Routine function(TaskFunction<T, R> function) {
        return Routine.of(function);
    }

    static Routine task(Task<?> task) {
        return Routine.of(task);
    }

    static Routine action(TaskAction action) {
        return Routine.of(action);
    }

    static <T> T echo(T value) {
        return value;
    }

    /** Says that it has started, by making a file, and never ends. */
    static Object hang(String file) throws Exception {
        Files.createFile(Path.of(file));
        while (true) {
            Thread.sleep(1_000_000); // until its JVM ends
        }
    }

    /** As hang, but ends by an interrupt. */
    static String sleepUntilInterrupted(String file) throws IOException {
        Files.createFile(Path.of(file));
        try {
            Thread.sleep(1_000_000); // until it is interrupted
            return "slept";
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    /** Keeps all threads of this JVM's common pool until the latch opens. */
    static void fillCommonPool(CountDownLatch end) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(ForkJoinPool.getCommonPoolParallelism());
        for (long left = busy.getCount(); left > 0; left--) {
            ForkJoinPool.commonPool().execute(() -> {
                busy.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        busy.await();
    }

    static void awaitFile(Path file) throws InterruptedException {
        Eventually.until("a file " + file, () -> Files.exists(file));
    }

    static final class Odd extends Exception {
        private static final long serialVersionUID = 1L;
        final int code;

        Odd(String message, int code) {
            super(message);
            this.code = code;
        }
    }

    static final class Unwritable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"unused", "serial"}) // the point of it
        private final Object thing = new Object();

        Unwritable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Not Serializable. */
    static final class Plain {}

    static final class Holder implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"unused", "serial"}) // the point of it
        private final Object content;

        Holder(@Nullable Object content) {
            this.content = content == null ? "nothing" : content;
        }
    }

    /** Throws when it is written, or when it is read. */
    static final class Hostile implements Serializable {
        private static final long serialVersionUID = 1L;
        private final boolean whenWritten;

        Hostile(boolean whenWritten) {
            this.whenWritten = whenWritten;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (whenWritten) {
                throw new NotSerializableException("hostile");
            }
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            throw new LinkageError("hostile");
        }
    }
}
