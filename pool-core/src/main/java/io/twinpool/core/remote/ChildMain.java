// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The main class of a forked JVM.
 *
 * <p>What runs in it depends on the API and the JDK alone. No lambda is needed on the way to the first task: the first
 * one costs milliseconds.
 */
public final class ChildMain {
    /** The exit code of a child that has lost a link to its parent; a task may exit with it too. */
    public static final int LINK_LOST = Orphan.EXIT_CODE;

    /** The system property that says that the stack of tasks is as large as the JVM's flags say. */
    public static final String STACK_OF_FLAGS = "io.twinpool.stackOfFlags";

    private static final int TASK_STACK_BYTES = 16 * 1024 * 1024; // for what is deeply nested on its way

    private ChildMain() {}

    /**
     * Runs a worker that the parent describes on standard input.
     *
     * @param arguments the directory of the pool's temporary files, the parent's process id, and the worker's name; a
     *     child that hears nothing else needs the former two
     */
    public static void main(String[] arguments) {
        Signals signals = Signals.ignoringInterrupts(); // first: a Ctrl-C may come at any moment
        Orphan orphan = new Orphan(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        try {
            start(arguments[2], Boot.read(System.in), orphan, signals);
        } catch (IOException e) {
            PoolLog.error("the pool cannot be reached", e); // which may be there to read it
            orphan.halt();
        }
    }

    private static void start(String name, Boot boot, Orphan orphan, Signals signals) throws IOException {
        WarmUp warmUp = WarmUp.start(boot);
        ChildLink tasks = ChildLink.connect(boot, Handshake.Kind.TASK);
        ChildLink control = ChildLink.connect(boot, Handshake.Kind.CONTROL);
        WarmUp.Memory memory = warmUp.memory(); // before the last link, with which the parent removes the file
        ChildLink lookups = ChildLink.connect(boot, Handshake.Kind.CLASSES);
        ClassLink classes = new ClassLink(lookups, orphan);
        classes.start();
        Current current = new Current(memory.arena());
        TaskLoop loop = new TaskLoop(name, tasks, control, memory, current, new Loaders(classes), orphan);
        Thread taskThread = new Thread(null, loop, name, stackBytes());
        Watch watch = new Watch(control, current, taskThread, orphan);
        try {
            Runtime.getRuntime()
                    .addShutdownHook(new ExitHook(current, watch, List.of(tasks, control, lookups), orphan));
        } catch (IllegalStateException e) { // told to end before it has begun
            return;
        }
        watch.start();
        signals.await(); // else a Ctrl-C could cost a task that has started
        taskThread.start();
    }

    private static int stackBytes() {
        return Boolean.getBoolean(STACK_OF_FLAGS) ? 0 : TASK_STACK_BYTES;
    }
}
