// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Routine;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The class loaders of this JVM from which workers are served, each by a number; a worker has one loader for each number.
 *
 * <p>When a class that was served has changed since (a redefinition by JShell or a debugger), all loaders get new numbers:
 * what is submitted from then on is loaded anew by the workers. Only loaders whose number was given out are served from.
 * Thread-safe.
 */
final class Origins implements Homes {
    /** The number of the system class loader: workers have most of it on their own class path. */
    static final long SYSTEM = 0;

    private static final int ERA_SHIFT = Integer.SIZE; // below it, the loader

    private final LongSupplier clock;
    private volatile Known current; // written under this
    private final Map<Long, Numbered> loaders = new ConcurrentHashMap<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private final List<Long> departed = new CopyOnWriteArrayList<>(); // numbers of loaders that are gone
    private final Map<ClassLoader, Integer> all = new WeakHashMap<>(); // guarded by this: counted from 1
    private int last; // guarded by this: in all

    /** The numbers that are given out as long as no class that was served has changed. */
    private static final class Known {
        private final Map<ClassLoader, Long> numbers = new WeakHashMap<>(); // guarded by the origins
        private final Freshness freshness;
        private final long era; // how often classes have changed before

        Known(LongSupplier clock, long era) {
            freshness = new Freshness(clock);
            this.era = era;
        }
    }

    private static final class Numbered extends WeakReference<ClassLoader> {
        private final long number;

        Numbered(ClassLoader loader, long number, ReferenceQueue<ClassLoader> collected) {
            super(loader, collected);
            this.number = number;
        }
    }

    Origins() {
        this(System::nanoTime);
    }

    /**
     * Begins with no number.
     *
     * @param clock in nanoseconds, from anywhere
     */
    Origins(LongSupplier clock) {
        this.clock = clock;
        current = new Known(clock, 0);
    }

    /** {@return where the classes of a routine come from, as they are now} */
    Origin of(Routine routine) {
        ClassLoader loader = routine.home().getClassLoader();
        return loader == null ? of(routine.function()) : of(loader);
    }

    /** {@return where the classes of an object of the user's come from, as they are now} */
    Origin of(Object object) {
        ClassLoader loader = object.getClass().getClassLoader();
        return of(loader == null ? ClassLoader.getSystemClassLoader() : loader);
    }

    private Origin of(ClassLoader loader) {
        return new Origin(loader, number(loader));
    }

    /** {@return the number by which workers know a loader as it is now} */
    long number(ClassLoader loader) {
        if (isSystem(loader)) {
            return SYSTEM;
        }
        Known known = current;
        boolean holds = known.freshness.holds(); // runs the code of loaders, so not under the lock
        synchronized (this) {
            if (!holds && current == known) {
                current = new Known(clock, known.era + 1);
            }
            return current.numbers.computeIfAbsent(loader, this::add);
        }
    }

    private long add(ClassLoader loader) {
        long number = current.era << ERA_SHIFT | all.computeIfAbsent(loader, fresh -> ++last);
        loaders.put(number, new Numbered(loader, number, collected));
        return number;
    }

    /** {@return what all numbers of a loader have in common} */
    static int loaderOf(long number) {
        return (int) number;
    }

    /** {@return whether two numbers are of one loader} */
    static boolean isOne(long number, long other) {
        return loaderOf(number) == loaderOf(other);
    }

    @Override
    public long of(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null ? SYSTEM : number(loader);
    }

    @Override
    public ClassLoader loader(long number, String className, ClassLoader usual) {
        ClassLoader named = number == SYSTEM ? null : loader(number);
        return named == null ? usual : named;
    }

    /** {@return the loader of a number; null if it is gone, or never had one} */
    @Nullable
    ClassLoader loader(long number) {
        if (number == SYSTEM) {
            return ClassLoader.getSystemClassLoader();
        }
        Numbered known = loaders.get(number);
        return known == null ? null : known.get();
    }

    /** {@return how many loaders are known to be gone} */
    int departures() {
        return departed.size();
    }

    /**
     * {@return the number of a loader that is gone, so that workers can let go of theirs; null if there is none yet}
     *
     * @param index counts them from 0
     */
    @Nullable
    Long departed(int index) {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            long number = ((Numbered) gone).number;
            loaders.remove(number);
            departed.add(number);
        }
        return index < departed.size() ? departed.get(index) : null;
    }

    /** {@return whether a loader is the system class loader or one that it asks; null is the JDK's first one} */
    static boolean isSystem(@Nullable ClassLoader loader) {
        for (ClassLoader own = ClassLoader.getSystemClassLoader(); own != null; own = own.getParent()) {
            if (own == loader) {
                return true;
            }
        }
        return loader == null;
    }

    /** {@return where to note what is served; asked after the number that it is served for was given out} */
    Freshness freshness() {
        return current.freshness;
    }
}
