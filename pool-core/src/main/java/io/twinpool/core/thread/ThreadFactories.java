// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/** Where workers' threads come from. */
final class ThreadFactories {
    private ThreadFactories() {}

    /** Daemon threads with no inherited thread-locals, and the context class loader of the thread that calls this. */
    static ThreadFactory platform() {
        ClassLoader opener = Thread.currentThread().getContextClassLoader();
        return runnable -> {
            Thread thread = new Thread(null, runnable, "worker", 0, false);
            thread.setContextClassLoader(opener); // whichever thread happens to start a replacement
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Virtual threads, by method handle: this is compiled for Java 17. */
    static ThreadFactory virtual() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle open = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            MethodHandle inherit = lookup.findVirtual(
                    builder, "inheritInheritableThreadLocals", MethodType.methodType(builder, boolean.class));
            ThreadFactory threads = (ThreadFactory) factory.invoke(inherit.invoke(open.invoke(), false));
            ClassLoader opener = Thread.currentThread().getContextClassLoader();
            return runnable -> {
                Thread thread = threads.newThread(runnable);
                thread.setContextClassLoader(opener); // as above
                return thread;
            };
        } catch (Throwable e) { // MethodHandle.invoke declares it
            throw new UnsupportedOperationException(
                    "virtual threads need Java 21 or later, this is Java "
                            + Runtime.version().feature(),
                    e);
        }
    }
}
