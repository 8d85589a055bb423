// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Task;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.core.testing.ClassLeakCheck;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.ForeignCode;
import io.twinpool.worker.Routine;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Classes and resources that are on no class path. */
@ExtendWith({ClassLeakCheck.class, OnePlace.class})
class ClassServingTest {
    private static final ClassLoader HERE = ClassServingTest.class.getClassLoader();
    private static final String HEAD =
            "import io.twinpool.*; import java.util.*; import java.util.stream.*; public class Served implements ";

    private final Place place = OnePlace.place();

    private Object call(Object function) throws Exception {
        Items items = place.run(Routine.of((Task<?>) function), 0);
        Object value = items.value(0);
        place.awaitIdle();
        return value;
    }

    private Items apply(Object function, Object... arguments) {
        return place.run(Routine.of((TaskFunction<?, ?>) function), arguments);
    }

    private static Object task(ForeignCode code, String body) throws Exception {
        return code.with("Served", HEAD + "Task<Object> { public Object call() throws Exception { " + body + " } }")
                .make(Task.class, "Served");
    }

    @Test
    void aTaskOfAForeignLoaderRuns() throws Exception {
        assertThat(call(task(ForeignCode.below(HERE), "return 6 * 7;"))).isEqualTo(42);
    }

    @Test
    void allClassesThatATaskNeedsAreServed() throws Exception {
        ForeignCode code = ForeignCode.below(HERE).with("Other", "public class Other { static int two = 2; }");
        Object task = task(
                code,
                "record Point(int x) {} return Stream.of(1, 2).map(i -> new Point(i * Other.two)).toList().toString();");

        assertThat(call(task)).isEqualTo("[Point[x=2], Point[x=4]]");
    }

    @Test
    void theContextClassLoaderIsTheOneOfTheTask() throws Exception {
        Object task = task(
                ForeignCode.below(HERE),
                "return Thread.currentThread().getContextClassLoader() == Served.class.getClassLoader();");

        assertThat(call(task)).isEqualTo(true);
    }

    @Test
    void argumentsResultsAndExceptionsOfForeignClassesCross() throws Exception {
        ForeignCode code = ForeignCode.below(HERE)
                .with("Order", "public record Order(int n) implements java.io.Serializable {}")
                .with("Refused", "public class Refused extends Exception { public Refused(String m) { super(m); } }")
                .with(
                        "Served",
                        HEAD + "TaskFunction<Order, Order> { public Order apply(Order o) throws Exception {"
                                + " if (o.n() < 0) throw new Refused(\"\" + o.n()); return new Order(o.n() + 1); } }");
        Class<?> order = code.loadClass("Order");

        Items items = apply(
                code.make(TaskFunction.class, "Served"),
                order.getConstructor(int.class).newInstance(1),
                order.getConstructor(int.class).newInstance(-1));

        assertThat(items.value(0)).isInstanceOf(order).hasToString("Order[n=2]");
        assertThat(items.error(1)).isInstanceOf(code.loadClass("Refused")).hasMessage("-1");
    }

    /** A plugin's class: on no path, and of no loader that the function's would ask. */
    private static ForeignCode plugin(int answer) {
        return ForeignCode.below(HERE)
                .with("Trouble", "public class Trouble extends Exception {}")
                .with(
                        "Plugin",
                        "public class Plugin implements java.util.concurrent.Callable<Integer>, java.io.Serializable {"
                                + " public Integer call() throws Exception {"
                                + " if (" + answer + " < 0) throw new Trouble(); return " + answer + "; } }");
    }

    private static Callable<?> instance(ForeignCode plugin) throws Exception {
        return plugin.make(Callable.class, "Plugin");
    }

    @Test
    void objectsOfLoadersThatAreNotTheFunctionsCross() throws Exception {
        Items items = place.run(
                Jobs.function((Callable<?> plugin) -> plugin.call()), instance(plugin(1)), instance(plugin(2)));

        assertThat(items.values()).isEqualTo(List.of(1, 2));
    }

    @Test
    void theyComeBackAsWhatTheyWere() throws Exception {
        ForeignCode one = plugin(1);
        ForeignCode two = plugin(2);
        Object array = Array.newInstance(one.loadClass("Plugin"), 3);

        Items items = place.run(
                Jobs.function((Object x) -> Jobs.echo(x)),
                new ArrayList<>(List.of(instance(one), instance(two))),
                array,
                two.loadClass("Plugin"));

        assertThat((List<?>) items.value(0))
                .map(each -> (Object) each.getClass())
                .containsExactly(one.loadClass("Plugin"), two.loadClass("Plugin"));
        assertThat(items.value(1)).isInstanceOf(array.getClass());
        assertThat(items.value(2)).isEqualTo(two.loadClass("Plugin"));
    }

    @Test
    void whatTheyThrowIsOfTheirLoader() throws Exception {
        ForeignCode failing = plugin(-1);

        Items items = place.run(Jobs.function((Callable<?> plugin) -> plugin.call()), instance(failing));

        assertThat(items.error(0)).isInstanceOf(failing.loadClass("Trouble"));
    }

    @Test
    void aFunctionMayCaptureThem() throws Exception {
        Callable<?> one = instance(plugin(1));
        Callable<?> two = instance(plugin(2));

        assertThat(place.run(Jobs.task(() -> List.of(one.call(), two.call())), 0)
                        .value(0))
                .isEqualTo(List.of(1, 2));
    }

    @Test
    void aClassIsNotTakenForTheOneOfThatNameThatTheFunctionFinds() throws Exception {
        ForeignCode code = plugin(1)
                .with(
                        "Served",
                        HEAD + "TaskFunction<Object, Boolean> { public Boolean apply(Object o) {"
                                + " return o instanceof Plugin; } }");

        Items items = apply(code.make(TaskFunction.class, "Served"), instance(code), instance(plugin(2)));

        assertThat(items.values()).isEqualTo(List.of(true, false));
    }

    @Test
    void proxiesOfInterfacesOfOtherLoadersCross() throws Exception {
        ForeignCode code = ForeignCode.below(HERE)
                .with("Named", "public interface Named { String name(); }")
                .with(
                        "Handler",
                        "public class Handler implements java.lang.reflect.InvocationHandler, java.io.Serializable {"
                                + " public Object invoke(Object p, java.lang.reflect.Method m, Object[] a) {"
                                + " return m.getName(); } }");
        Class<?> named = code.loadClass("Named");
        Object proxy =
                Proxy.newProxyInstance(code, new Class<?>[] {named}, code.make(InvocationHandler.class, "Handler"));

        Items items = place.run(Jobs.function((Object x) -> List.of(x.toString(), x)), proxy);

        assertThat((List<?>) items.value(0)).first().isEqualTo("toString");
        assertThat(((List<?>) items.value(0)).get(1)).isInstanceOf(named);
    }

    /** What is sent later goes to the classes that the function has, and not to new ones of their names. */
    @Test
    void argumentsThatAreWrittenAfterAChangeAreOfTheFunctionsClasses() throws Exception {
        ForeignCode code = ForeignCode.below(HERE)
                .with("Version", "public class Version { static int v = 1; }")
                .with("Order", "public record Order(int n) implements java.io.Serializable {}")
                .with(
                        "Served",
                        HEAD + "TaskFunction<Order, Integer> { public Integer apply(Order o) {"
                                + " return o.n() + Version.v; } }");
        Object order = code.loadClass("Order").getConstructor(int.class).newInstance(40);
        TaskFunction<?, ?> function = code.make(TaskFunction.class, "Served");
        try (Place other = Place.open(place.factory(), "worker-2").awaitReady()) {
            Items items = other.batch(Routine.of(function), List.of(order));
            assertThat(apply(function, order).value(0)).isEqualTo(41);
            place.awaitIdle();

            code.with("Version", "public class Version { static int v = 2; }");
            Eventually.until("the change to be seen", () -> answers(function, order, 42));
            other.start(items);

            assertThat(items.value(0)).isIn(41, 42);
        }
    }

    private boolean answers(Object function, Object argument, int expected) {
        try {
            Object value = apply(function, argument).value(0);
            place.awaitIdle();
            return value.equals(expected);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void resourcesAndServicesAreServed() throws Exception {
        ForeignCode code = ForeignCode.below(HERE)
                .withResource("greeting.txt", "hello")
                .withResource("META-INF/services/java.util.function.IntSupplier", "Seven\n")
                .with(
                        "Seven",
                        "public class Seven implements java.util.function.IntSupplier { public int getAsInt() { return 7; } }");
        Object task = task(
                code,
                "var loader = Thread.currentThread().getContextClassLoader();"
                        + "var text = new String(loader.getResourceAsStream(\"greeting.txt\").readAllBytes());"
                        + "var seven = ServiceLoader.load(java.util.function.IntSupplier.class).findFirst().get().getAsInt();"
                        + "return text + seven + loader.getResource(\"nothing.txt\");");

        assertThat(call(task)).isEqualTo("hello7null");
    }

    /** The worker has them on its class path, and the host could serve them too. */
    @Test
    void resourcesOfTheClassPathAreThereOnce() throws Exception {
        Object there = place.run(Jobs.function((String name) -> count(name)), "META-INF/MANIFEST.MF")
                .value(0);

        assertThat(there).isEqualTo(count("META-INF/MANIFEST.MF"));
    }

    private static int count(String name) throws Exception {
        return Collections.list(Thread.currentThread().getContextClassLoader().getResources(name))
                .size();
    }

    @Test
    void aLargeResourceIsServed() throws Exception {
        ForeignCode code = ForeignCode.below(HERE).withResource("large", "x".repeat(3_000_000));

        assertThat(call(task(code, "return Served.class.getResourceAsStream(\"/large\").readAllBytes().length;")))
                .isEqualTo(3_000_000);
    }

    @Test
    void twoLoadersWithClassesOfOneNameAreKeptApart() throws Exception {
        Object one = task(ForeignCode.below(HERE), "return 1;");
        Object two = task(ForeignCode.below(HERE), "return 2;");

        assertThat(List.of(call(one), call(two), call(one))).isEqualTo(List.of(1, 2, 1));
    }

    @Test
    void aClassOfASharedParentIsOneForAll() throws Exception {
        ForeignCode parent =
                ForeignCode.below(HERE).with("Counter", "public class Counter { public static int count; }");
        Object one = task(ForeignCode.below(parent), "return ++Counter.count;");
        Object two = task(ForeignCode.below(parent), "return ++Counter.count;");

        assertThat(List.of(call(one), call(two))).isEqualTo(List.of(1, 2));
    }

    @Test
    void aLoaderThatLooksIntoItselfFirstIsFollowed() throws Exception {
        ForeignCode parent = ForeignCode.below(HERE).with("Version", "public class Version { static int v = 1; }");
        ForeignCode child = ForeignCode.before(parent).with("Version", "public class Version { static int v = 2; }");

        assertThat(call(task(child, "return Version.v;"))).isEqualTo(2);
    }

    @Test
    void aChangedClassIsSeenByWhatIsSubmittedAfterwards() throws Exception {
        ForeignCode code = ForeignCode.below(HERE).with("Version", "public class Version { static int v = 1; }");
        Object task = task(code, "return Version.v;");
        Object before = call(task);

        code.with("Version", "public class Version { static int v = 2; }");
        Eventually.until("the change to be seen", () -> sees(task, 2));

        assertThat(before).isEqualTo(1);
    }

    private boolean sees(Object task, Object expected) {
        try {
            return call(task).equals(expected);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLoaderThatIsGoneIsLetGoByItsWorkersToo() throws Exception {
        WeakReference<Object> task = new WeakReference<>(
                task(ForeignCode.below(HERE), "return io.twinpool.core.process.Remembered.loader(Served.class);"));
        call(Objects.requireNonNull(task.get()));

        Eventually.until("the loader to be collected here", () -> isCollected(task));
        Eventually.until("the loader to be collected there", this::isGoneThere);
    }

    private boolean isGoneThere() {
        try {
            Object gone = place.run(Jobs.function((Integer x) -> Remembered.isGone()), 1)
                    .value(0);
            place.awaitIdle();
            return gone.equals(true);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isCollected(WeakReference<?> reference) {
        System.gc();
        return reference.get() == null;
    }

    @Test
    void whatATaskDoesToItsThreadIsNotTheNextOnes() throws Exception {
        String state = "Thread t = Thread.currentThread();"
                + " String s = t.getName() + t.getPriority() + (t.getContextClassLoader() == Served.class.getClassLoader());"
                + " t.setName(\"other\"); t.setPriority(1); t.setContextClassLoader(null); return s;";
        Object task = task(ForeignCode.below(HERE), state);

        assertThat(call(task)).isEqualTo(call(task));
    }

    @Test
    void classesOfTheClassPathAreNotServed() throws Exception {
        Object task = task(
                ForeignCode.below(HERE),
                "return org.assertj.core.api.Assertions.class.getClassLoader() == ClassLoader.getSystemClassLoader();");

        assertThat(call(task)).isEqualTo(true);
    }

    @Test
    void aClassPathOfNothingIsServedByTheHost() throws Exception {
        try (Place bare = Place.ready(Workers.processes(1).classPath(List.of()))) {
            Items items = bare.run(Jobs.function((Integer x) -> Jobs.echo(x) + 1), 41);

            assertThat(items.value(0)).isEqualTo(42);
        }
    }

    @Test
    void manyThreadsOfATaskLoadClassesAtOnce() throws Exception {
        String classes = IntStream.range(0, 50)
                .mapToObj(i -> "static class C" + i + " {}")
                .collect(Collectors.joining(" ", "public class Many { ", " }"));
        ForeignCode code = ForeignCode.below(HERE).with("Many", classes);
        Object task = task(
                code,
                "return IntStream.range(0, 200).parallel().mapToObj(i -> { try {"
                        + " return Class.forName(\"Many$C\" + i % 50, true, Served.class.getClassLoader()).getName();"
                        + " } catch (Exception e) { throw new RuntimeException(e); } }).distinct().count();");

        assertThat(call(task)).isEqualTo(50L);
    }

    @Test
    void aClassThatIsNowhereFailsItsTaskAlone() throws Exception {
        ForeignCode code = ForeignCode.below(HERE);
        Object task = task(
                code,
                "try { return Class.forName(\"no.such.Thing\", false, Served.class.getClassLoader()); }"
                        + " catch (ClassNotFoundException e) { return e.getMessage(); }");

        assertThat(Collections.nCopies(2, call(task))).containsOnly("no.such.Thing");
    }

    @Test
    void anInterruptWhileAClassIsOnItsWayIsNotLost() throws Exception {
        ForeignCode code = ForeignCode.below(HERE).with("Other", "public class Other {}");
        Object task = task(
                code,
                "Thread.currentThread().interrupt(); new Other(); boolean kept = Thread.interrupted(); return kept;");

        assertThat(call(task)).isEqualTo(true);
    }
}
