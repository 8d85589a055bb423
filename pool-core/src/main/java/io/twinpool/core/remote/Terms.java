// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskAction;
import io.twinpool.Workers;
import io.twinpool.worker.Nanos;
import io.twinpool.worker.Routine;
import java.io.ObjectInputFilter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What all remote workers of one pool have in common: how objects cross, what each worker is told first.
 *
 * <p>Thread-safe.
 */
public final class Terms implements AutoCloseable {
    private final Crossing crossing;
    private final Setup setup;
    private final Origins origins = new Origins();
    private final ClassServer classServer;
    private final ClassLoader loader;
    private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
    private final long killGraceNanos;
    private final Lookout lookout;
    private final AtomicLong routines = new AtomicLong();
    private final ClassValue<Stateless> stateless = new ClassValue<>() {
        @Override
        protected Stateless computeValue(Class<?> type) {
            return new Stateless();
        }
    };

    /** The one routine over all instances of a lambda's class: they capture nothing, so they are all the same. */
    private static final class Stateless {
        private volatile @Nullable RemoteRoutine routine; // a race encodes twice, no more
    }

    /**
     * Agrees on terms.
     *
     * @param workers the options; its initializer and finalizer are encoded here
     * @param properties system properties of the workers
     * @throws io.twinpool.TaskSerializationException if the initializer or finalizer cannot cross
     */
    public Terms(Workers workers, Map<String, String> properties) {
        ObjectInputFilter filter = workers.processOptions().resultFilter().orElse(null);
        crossing = new Crossing(JavaCodec.filtering(filter, origins));
        setup = new Setup(
                properties,
                workers.initializer().map(i -> step("initializer", i)).orElse(null),
                workers.finalizer().map(f -> step("finalizer", f)).orElse(null));
        loader = workers.initializer().map(i -> origins.of(i).loader()).orElse(ClassLoader.getSystemClassLoader());
        classServer = new ClassServer(workers.name().orElse("twinpool"), origins);
        lookout = new Lookout(workers.name().orElse("twinpool") + "-lookout");
        killGraceNanos = Nanos.of(workers.killGrace());
    }

    private Setup.Step step(String role, TaskAction action) {
        return new Setup.Step(origins.of(action).number(), crossing.encoded(role, action));
    }

    Crossing crossing() {
        return crossing;
    }

    Origins origins() {
        return origins;
    }

    ClassServer classServer() {
        return classServer;
    }

    Setup setup() {
        return setup;
    }

    /** {@return where the classes of what the initializer throws are looked for} */
    ClassLoader loader() {
        return loader;
    }

    /** {@return the context class loader of whoever opened the pool: that of all threads that run the user's code in this JVM} */
    @Nullable
    ClassLoader context() {
        return context;
    }

    Lookout lookout() {
        return lookout;
    }

    long killGraceNanos() {
        return killGraceNanos;
    }

    /**
     * {@return the routine with its bytes, as they are now}
     *
     * @param routine as the user gave it
     */
    public Routine prepare(Routine routine) {
        Class<?> type = routine.function().getClass();
        if (!type.isHidden() || type.getDeclaredFields().length > 0) {
            return encoded(routine, isReusable(routine), false);
        }
        Stateless shared = stateless.get(type);
        RemoteRoutine known = shared.routine;
        if (known == null || known.shape() != routine.shape() || !isCurrent(known.origin())) {
            known = encoded(routine, true, true);
            shared.routine = known;
        }
        return known;
    }

    private boolean isCurrent(Origin origin) {
        return origins.number(origin.loader()) == origin.number();
    }

    private RemoteRoutine encoded(Routine routine, boolean isRemembered, boolean isShared) {
        Encoded bytes = bytes(routine);
        return new RemoteRoutine(
                routine, routines.incrementAndGet(), origins.of(routine), bytes, isRemembered, isShared);
    }

    private Encoded bytes(Routine routine) {
        return routine.given() == routine.function()
                ? crossing.encoded("function", routine.function())
                : crossing.encoded(
                        "task", routine.function(), routine.given(), ", or submit an io.twinpool.Task instead");
    }

    /** What takes no argument is called once. */
    private static boolean isReusable(Routine routine) {
        return switch (routine.shape()) {
            case TASK, ACTION -> false;
            case FUNCTION, BI_FUNCTION, TRI_FUNCTION -> true;
        };
    }

    /**
     * {@return the argument, as it is now}
     *
     * @param argument as the user gave it
     */
    public @Nullable Object prepare(@Nullable Object argument) {
        ArrayKind kind = argument == null ? null : ArrayKind.of(argument);
        return argument == null || kind == null ? crossing.packed("argument", argument) : kind.copy(argument);
    }

    /** Ends what served the workers; the last of them has ended. */
    @Override
    public void close() {
        classServer.close();
    }
}
