// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;

/**
 * The main class of a forked JVM.
 *
 * <p>What runs in it depends on the API and the JDK alone. No lambda is needed on the way to the first task: the first
 * one costs milliseconds.
 */
public final class ChildMain {
    private static final int TASK_STACK_BYTES = 16 * 1024 * 1024; // for what is deeply nested on its way

    private ChildMain() {}

    /**
     * Runs a worker that the parent describes on standard input.
     *
     * @param arguments the worker's name, for those who list processes
     * @throws IOException if the parent cannot be reached
     */
    public static void main(String[] arguments) throws IOException {
        Boot boot = Boot.read(System.in);
        Orphan orphan = new Orphan(boot);
        WarmUp warmUp = WarmUp.start(boot);
        ChildLink tasks = ChildLink.connect(boot, Handshake.Kind.TASK);
        ChildLink control = ChildLink.connect(boot, Handshake.Kind.CONTROL);
        Arena arena = warmUp.arena(); // before the last link, with which the parent removes the file
        ClassLink classes = new ClassLink(ChildLink.connect(boot, Handshake.Kind.CLASSES), orphan);
        classes.start();
        Current current = new Current(arena);
        String name = arguments.length == 0 ? "worker" : arguments[0];
        TaskLoop loop = new TaskLoop(name, tasks, control, arena, current, new Loaders(classes), orphan);
        Thread taskThread = new Thread(null, loop, name, TASK_STACK_BYTES);
        Watch watch = new Watch(control, current, taskThread, orphan);
        Runtime.getRuntime().addShutdownHook(new ExitHook(watch, orphan));
        watch.start();
        taskThread.start();
        Signals.ignoreInterrupts(); // last, as it takes milliseconds
    }
}
