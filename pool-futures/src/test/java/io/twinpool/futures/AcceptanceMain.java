// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.TaskSerializationException;
import io.twinpool.Workers;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.io.Serializable;
import java.util.function.BinaryOperator;

/** A host that says which results it gets from a worker, under the filters that it was started with. */
final class AcceptanceMain {
    private static final int MIB = 1 << 20;

    private AcceptanceMain() {}

    /** What the host's own filter refuses. */
    record RefusedByHost(int x) implements Serializable {}

    /** What the pool's filter refuses. */
    record RefusedByPool(int x) implements Serializable {}

    /** What nobody refuses. */
    record Fine(int x) implements Serializable {}

    /** A host's filter factory, which gives each stream the host's filter too. */
    public static final class Factory implements BinaryOperator<ObjectInputFilter> {
        /** For the JDK. */
        public Factory() {}

        @Override
        public ObjectInputFilter apply(ObjectInputFilter current, ObjectInputFilter next) {
            ObjectInputFilter own = ObjectInputFilter.merge(refusing(RefusedByHost.class), current);
            return next == null ? own : ObjectInputFilter.merge(next, own);
        }
    }

    private static ObjectInputFilter refusing(Class<?> type) {
        return info -> type.equals(info.serialClass()) ? Status.REJECTED : Status.UNDECIDED;
    }

    public static void main(String[] modes) {
        Workers workers = Workers.processes(1).standby(0);
        boolean isLarge = false;
        for (String mode : modes) {
            switch (mode) {
                case "setSerialFilter" -> ObjectInputFilter.Config.setSerialFilter(refusing(RefusedByHost.class));
                case "large" -> isLarge = true;
                case "allowAll" -> workers = workers.resultFilter(info -> Status.ALLOWED);
                default -> workers = workers.resultFilter(refusing(RefusedByPool.class));
            }
        }
        try (PoolExecutor pool = PoolExecutor.of(workers)) {
            say(pool.submit(() -> new RefusedByHost(1)));
            say(pool.submit(() -> new RefusedByPool(1)));
            say(pool.submit(() -> new Fine(1)));
            say(pool.submit(() -> new int[1000]));
            if (isLarge) {
                say(pool.submit(() -> new byte[200 * MIB]));
                say(pool.submit(() -> "x".repeat(200 * MIB)));
                say(pool.submit(() -> new byte[62 * MIB]));
                say(pool.submit(() -> new Fine(2)));
            }
            System.out.println("lost " + pool.stats().workersLost());
        }
    }

    private static void say(PoolFuture<?> future) {
        Throwable error = future.exception().orElse(null);
        if (error instanceof TaskSerializationException) {
            System.out.println("refused: " + error.getMessage());
        } else {
            System.out.println(error == null ? "accepted" : error);
        }
    }
}
