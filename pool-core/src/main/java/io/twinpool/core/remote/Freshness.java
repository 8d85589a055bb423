// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;

/**
 * Whether the class files that were served still are what they were; once they are not, that is for good.
 *
 * <p>Looking takes time, so about a twentieth of it is spent so: a change of a few classes is seen within some tens of
 * milliseconds, with many it takes longer. Classes in jars are not looked at, since a JVM does not load from a jar that has changed. Thread-safe.
 */
final class Freshness {
    private static final long SHARE = 20;

    /**
     * What a look at one class is taken to last at most (it takes 430 us in JShell): more is the machine's doing, and must not keep a
     * change unseen.
     */
    private static final long LOOK_NANOS = 500_000;

    private final Map<Class<?>, Stamp> served =
            new WeakHashMap<>(); // guarded by itself: as each was first served, by the one thread that does
    private final LongSupplier clock;
    private volatile boolean isStale; // written once
    private volatile long restUntilNanos; // written by who has looked; two who look do no harm

    Freshness(LongSupplier clock) {
        this.clock = clock;
        restUntilNanos = clock.getAsLong();
    }

    /** What tells one content from another. */
    record Stamp(long length, long content) {
        static final Stamp FIXED = new Stamp(0, 0);

        /** {@return the stamp of a class's file as it is now; {@link #FIXED} if it cannot change, or cannot be read} */
        static Stamp of(Class<?> type) {
            try {
                URL source = ClassFiles.source(type);
                if (source == null || source.getProtocol().equals("jar")) {
                    return FIXED;
                }
                return source.getProtocol().equals("file") ? ofFile(source) : ofBytes(source);
            } catch (IOException | IllegalArgumentException e) { // cannot be read any more, or has no name of a file
                return FIXED;
            }
        }

        private static Stamp ofFile(URL source) {
            File file = new File(URI.create(source.toString()));
            return new Stamp(file.length(), file.lastModified());
        }

        private static Stamp ofBytes(URL source) throws IOException {
            try (InputStream in = source.openStream()) {
                byte[] bytes = in.readAllBytes();
                return new Stamp(bytes.length, Arrays.hashCode(bytes));
            }
        }
    }

    /**
     * Notes that the file of a class is served.
     *
     * @param before its stamp before it was read, so that no change is between the two
     */
    void served(Class<?> type, Stamp before) {
        if (!before.equals(Stamp.FIXED)) {
            synchronized (served) {
                served.putIfAbsent(type, before); // one that has changed since is found at the next look
            }
        }
    }

    /** {@return false if something has changed} */
    boolean holds() {
        if (!isStale && clock.getAsLong() - restUntilNanos >= 0) {
            look();
        }
        return !isStale;
    }

    private void look() {
        long begun = clock.getAsLong();
        Map<Class<?>, Stamp> all;
        synchronized (served) {
            all = new HashMap<>(served);
        }
        if (!all.entrySet().stream().allMatch(one -> holds(one.getKey(), one.getValue()))) {
            isStale = true;
            return;
        }
        long cost = Math.min(clock.getAsLong() - begun, all.size() * LOOK_NANOS);
        restUntilNanos = begun + (1 + SHARE) * cost; // not from now: something may have changed since it was looked at
    }

    /** A file that cannot be found any more, since its loader is closed, has not become another one. */
    private static boolean holds(Class<?> type, Stamp stamp) {
        Stamp now = Stamp.of(type);
        return now.equals(Stamp.FIXED) || now.equals(stamp);
    }
}
