// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import io.twinpool.TaskAction;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.concurrent.locks.LockSupport;

/** Functions that tests have run by workers, forked JVMs included. */
public final class Work {
    private Work() {}

    /** An exception with something of its own. */
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        /** What was refused. */
        public final int refused;

        /** Refuses a number. */
        public Refusal(int refused) {
            super("refused: " + refused);
            this.refused = refused;
        }
    }

    /** An exception that can be written, and that nobody can read: its own readObject throws. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** With a message. */
        public Unreadable(String message) {
            super(message);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            throw new IllegalStateException("unreadable on purpose");
        }
    }

    /** {@return x squared, unless x is negative: then what is thrown cannot be read} */
    public static int squareOrUnreadable(int x) {
        if (x < 0) {
            throw new Unreadable("of " + x);
        }
        return x * x;
    }

    /** {@return x squared} */
    public static int square(int x) {
        return x * x;
    }

    /** {@return an initializer that loads classes, so that no time limit passes meanwhile} */
    public static TaskAction loading(Class<?>... classes) {
        return () -> {
            for (Class<?> type : classes) {
                Class.forName(type.getName(), true, type.getClassLoader());
            }
        };
    }

    /** {@return x} */
    public static <T> T same(T x) {
        return x;
    }

    /** {@return x squared, unless x is negative} */
    public static int squareOfNatural(int x) throws Refusal {
        if (x < 0) {
            throw new Refusal(x);
        }
        return x * x;
    }

    /** {@return nothing, ever} */
    @SuppressWarnings("DoNotCallSuggester") // it is there to be called
    public static int refuse(int x) throws Refusal {
        throw new Refusal(x);
    }

    /** Throws any throwable, in whatever way it is thrown by others. */
    public static int hurl(Throwable throwable) throws Exception {
        if (throwable instanceof Error error) {
            throw error;
        }
        throw (Exception) throwable;
    }

    /** {@return the sum} */
    public static int add(int a, int b) {
        return a + b;
    }

    /** {@return the sum} */
    public static int add(int a, int b, int c) {
        return a + b + c;
    }

    /** {@return who runs this: the process and the thread} */
    public static String worker() {
        return ProcessHandle.current().pid() + " " + Thread.currentThread().getName();
    }

    /** {@return the depth at which the stack overflows}, which it does */
    @SuppressWarnings("InfiniteRecursion") // the point of it
    public static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    /** Returns when it is interrupted, and leaves the interrupt in its thread. */
    public static void untilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
    }

    /** Never returns, and hears no interrupt, until a gate opens. */
    public static int ignoreInterrupts(Gate gate) {
        gate.passUnmoved();
        return 1;
    }
}
