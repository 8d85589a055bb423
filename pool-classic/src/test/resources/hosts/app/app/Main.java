// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package app;

import greet.Greeter;
import io.twinpool.Task;
import io.twinpool.TaskFailedException;
import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.futures.PoolExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;

/**
 * An application that has its work done by forked JVMs, and says a line about each thing that they did.
 *
 * <p>In one file and in no particular package, so that it is also a source file to launch and a snippet of JShell.
 */
public final class Main {
    private static String initialized = "no";

    record Point(int x, int y) implements Serializable {
        Point mirrored() {
            return new Point(y, x);
        }
    }

    enum Color {
        RED,
        GREEN
    }

    /** Found by its name. */
    static final class ByName {}

    static final class Trouble extends Exception {
        private static final long serialVersionUID = 1;

        private final Point where;

        Trouble(String message, Point where) {
            super(message);
            this.where = where;
        }
    }

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (PoolExecutor executor = PoolExecutor.of(Workers.processes(2).standby(0))) {
            values(executor);
            exception(executor);
            surroundings(executor);
            poolInPool(executor);
        }
        Workers initializing =
                Workers.processes(1).standby(0).initializer(() -> initialized = "by the initializer");
        try (Pool pool = Pool.of(initializing)) {
            say("map", pool.map(x -> x * x, List.of(1, 2, 3)));
            say("initialized", pool.apply(() -> initialized));
        }
    }

    private static void values(PoolExecutor executor) {
        int captured = 40;
        say("lambda", executor.submit(() -> captured + 2).result());
        say("method reference", executor.submit(Main::square, 7).result());
        say("record", executor.submit(Point::mirrored, new Point(2, 1)).result());
        say("enum", executor.submit(Main::next, Color.RED).result() == Color.GREEN);
        say("anonymous class", executor.submit(anonymous()).result());
        executor.submit(() -> System.out.println("[worker] printed")).result();
    }

    private static void exception(PoolExecutor executor) {
        try {
            executor.submit(Main::fail, new Point(4, 2)).result();
        } catch (TaskFailedException e) {
            Trouble trouble = (Trouble) e.getCause();
            say("exception", trouble.getMessage() + " at " + trouble.where);
        }
    }

    private static void surroundings(PoolExecutor executor) {
        long here = ProcessHandle.current().pid();
        say("other process", executor.submit(() -> ProcessHandle.current().pid() != here).result());
        say("resources", executor.submit(() -> mottos()).result());
        say("services", executor.submit(() -> greetings()).result());
        String name = ByName.class.getName();
        say("context", executor.submit(() -> instance(name).getClass() == ByName.class).result());
    }

    static int square(int x) {
        return x * x;
    }

    static Color next(Color color) {
        return Color.values()[color.ordinal() + 1];
    }

    private static Task<String> anonymous() {
        return new Task<>() {
            private static final long serialVersionUID = 1;

            @Override
            public String call() {
                return "called";
            }
        };
    }

    static int fail(Point where) throws Trouble {
        throw new Trouble("no such luck", where);
    }

    private static void poolInPool(PoolExecutor executor) {
        say("pool in a task", executor.submit(() -> failedInPool()).result());
        say("worker of a worker", executor.submit(() -> failedInWorker()).result());
    }

    private static String failedInPool() {
        try (Pool pool = Pool.threads(1)) {
            return "no failure but " + pool.apply(Main::fail, new Point(0, 1));
        } catch (TaskFailedException e) {
            return e.getCause().getMessage();
        }
    }

    private static String failedInWorker() {
        try (PoolExecutor executor = PoolExecutor.of(Workers.processes(1).standby(0))) {
            return "no failure but " + executor.submit(Main::fail, new Point(0, 1)).result();
        } catch (TaskFailedException e) {
            return e.getCause().getMessage();
        }
    }

    private static ClassLoader context() {
        return Thread.currentThread().getContextClassLoader();
    }

    private static List<String> mottos() throws IOException {
        List<String> mottos = new ArrayList<>();
        for (URL motto : Collections.list(context().getResources("motto.txt"))) {
            try (InputStream in = motto.openStream()) {
                mottos.add(new String(in.readAllBytes()).strip());
            }
        }
        return mottos;
    }

    private static List<String> greetings() {
        List<String> greetings = new ArrayList<>();
        ServiceLoader.load(Greeter.class).forEach(greeter -> greetings.add(greeter.greeting()));
        return greetings;
    }

    private static Object instance(String name) throws ReflectiveOperationException {
        var constructor = Class.forName(name, true, context()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static void say(String what, Object value) {
        System.out.println("[app] " + what + ": " + value);
    }
}
