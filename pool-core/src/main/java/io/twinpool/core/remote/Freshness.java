// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final Queue<Served> all = new ConcurrentLinkedQueue<>();
    private final LongSupplier clock;
    private volatile boolean isStale; // written once
    private volatile long restUntilNanos; // written by who has looked; two who look do no harm

    Freshness(LongSupplier clock) {
        this.clock = clock;
        restUntilNanos = clock.getAsLong();
    }

    /** A class whose file was served as it was then. */
    private record Served(WeakReference<Class<?>> type, Stamp stamp) {
        boolean isGone() {
            return type.get() == null;
        }

        /** A file that cannot be found any more, since its loader is closed, has not become another one. */
        boolean holds() {
            Class<?> known = type.get();
            Stamp now = known == null ? Stamp.FIXED : Stamp.of(known);
            return now.equals(Stamp.FIXED) || now.equals(stamp);
        }
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
            all.add(new Served(new WeakReference<>(type), before));
        }
    }

    /** {@return false if something has changed} */
    boolean holds() {
        if (!isStale && !all.isEmpty() && clock.getAsLong() - restUntilNanos >= 0) {
            look();
        }
        return !isStale;
    }

    private void look() {
        long begun = clock.getAsLong();
        all.removeIf(Served::isGone);
        int looks = 0;
        for (Served served : all) {
            looks++;
            if (!served.holds()) {
                isStale = true;
                return;
            }
        }
        long cost = Math.min(clock.getAsLong() - begun, looks * LOOK_NANOS);
        restUntilNanos = begun + (1 + SHARE) * cost; // not from now: something may have changed since it was looked at
    }
}
