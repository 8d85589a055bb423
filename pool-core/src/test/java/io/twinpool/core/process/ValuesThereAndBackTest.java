// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.TaskSerializationException;
import io.twinpool.WorkerOutput;
import io.twinpool.Workers;
import io.twinpool.core.testing.ClassLeakCheck;
import io.twinpool.worker.Routine;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values, functions and what cannot cross, to a child and back. */
@ExtendWith({ClassLeakCheck.class, OnePlace.class})
class ValuesThereAndBackTest {
    private static final Routine ECHO = Jobs.function(Jobs::echo);

    private final Place place = OnePlace.place();

    @Test
    void valuesOfAllKindsGoThereAndBack() throws Exception {
        List<Object> values = List.of(
                1,
                2L,
                (short) 3,
                (byte) 4,
                'x',
                5f,
                6d,
                true,
                "text \uD800",
                List.of("a", 1),
                Map.of("k", List.of(2)),
                Args2.of(1, "b"),
                Args2.of(List.of(1), "b"),
                "long".repeat(100_000),
                new ArrayList<>(List.of("x".repeat(50_000))));

        Items items = place.run(ECHO, values.toArray());

        assertThat(items.values()).isEqualTo(values);
        assertThat(items.order()).doesNotHaveDuplicates(); // as they come: an object that is slow to read is overtaken
    }

    @Test
    void nullIsAnArgumentAndAResult() throws Exception {
        Items items = place.batch(ECHO, Arrays.asList(null, 1, null));
        place.start(items);

        assertThat(items.values()).containsExactly(null, 1, null);
    }

    @Test
    void manyBatchesRunOneAfterTheOther() throws Exception {
        List<Integer> numbers = IntStream.range(0, 30_000).boxed().toList();
        for (int i = 0; i < 20; i++) {
            Items items = place.batch(ECHO, numbers);
            place.start(items);
            assertThat(items.values()).isEqualTo(numbers);
            place.awaitIdle();
        }
    }

    @Test
    void tasksWithoutArgumentRunToo() throws Exception {
        String captured = "captured".repeat(2_000);
        Items task = place.batch(Jobs.task(() -> captured), Arrays.asList((Object) null));
        place.start(task);
        assertThat(task.value(0)).isEqualTo(captured);
        place.awaitIdle();

        Items action = place.batch(Jobs.action(() -> {}), Arrays.asList((Object) null));
        place.start(action);

        assertThat(action.value(0)).isNull();
    }

    @Test
    void sixtyFourMebibytesCross() throws Exception {
        byte[] bytes = new byte[64 << 20];
        new Random(1).nextBytes(bytes);

        Items items = place.run(ECHO, bytes, 1, bytes);

        assertThat((byte[]) items.value(0)).isEqualTo(bytes);
        assertThat(items.value(1)).isEqualTo(1);
        assertThat((byte[]) items.value(2)).isEqualTo(bytes);
    }

    @Test
    void aFunctionThatCannotCrossIsRefusedAtOnce() throws Exception {
        Jobs.Plain plain = new Jobs.Plain();

        assertThatThrownBy(() -> place.factory().prepare(Jobs.task(() -> plain)))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("Plain");
        assertThatThrownBy(() -> place.factory().prepare((Object) plain))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("argument of " + Jobs.Plain.class.getName());
    }

    @Test
    void anArgumentIsTakenAsItIsWhenItIsPrepared() throws Exception {
        int[] numbers = {1, 2};
        List<Integer> list = new ArrayList<>(List.of(1, 2));
        List<Object> prepared = new ArrayList<>();
        for (Object argument : List.of(numbers, list)) {
            prepared.add(place.factory().prepare(argument));
        }
        numbers[0] = 9;
        list.clear();

        Items items = place.run(ECHO, prepared.toArray());

        assertThat(items.value(0)).isEqualTo(new int[] {1, 2});
        assertThat(items.value(1)).isEqualTo(List.of(1, 2));
    }

    @Test
    void aStatelessFunctionIsEncodedOnce() throws Exception {
        Routine[] prepared = new Routine[2];
        for (int i = 0; i < 2; i++) {
            prepared[i] = place.factory().prepare(Jobs.function((Integer x) -> x + 1));
        }

        assertThat(prepared[0]).isSameAs(prepared[1]);
    }

    @Test
    void moreFunctionsThanAWorkerRemembersRun() throws Exception {
        List<Routine> routines = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            int captured = i;
            routines.add(place.factory().prepare(Jobs.function((Integer x) -> x + captured)));
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < routines.size(); i++) {
                Items items = new Items(place.worker().claims(1), routines.get(i), List.of(1), false);
                place.start(items);
                assertThat(items.value(0)).isEqualTo(1 + i);
                place.awaitIdle();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000, 12_000})
    void deeplyNestedObjectsCross(int depth) throws Exception {
        Chain nested = new Chain(null);
        for (int i = 0; i < depth; i++) {
            nested = new Chain(nested);
        }
        Object prepared =
                place.factory().prepare(nested); // the worker would give up and begin anew, if this JVM is slow
        Items items = place.run(Jobs.function((Chain x) -> x), prepared);

        assertThat(items.value(0)).isInstanceOf(Chain.class);
    }

    private static final class Chain implements Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("unused") // written and read by the serialization
        private final @Nullable Chain next;

        Chain(@Nullable Chain next) {
            this.next = next;
        }
    }

    /** Not public, so that its proxies can only be where it is. */
    interface Greeter {
        String greet();
    }

    private static final class Greeting implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return "hello";
        }
    }

    @Test
    void aProxyOfAnInterfaceThatIsNotPublicCrosses() throws Exception {
        Greeter greeter = (Greeter)
                Proxy.newProxyInstance(Greeter.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Greeting());
        assertThat(place.run(Jobs.function((Greeter it) -> it.greet()), greeter).value(0))
                .isEqualTo("hello");
    }

    @Test
    void standardInputIsAtItsEnd() throws Exception {
        assertThat(place.run(Jobs.function((Integer x) -> System.in.read()), 1).value(0))
                .isEqualTo(-1);
    }

    @Test
    void aNoisyChildDoesNotBlock() throws Exception {
        try (Place place = Place.ready(Workers.processes(1).output(WorkerOutput.DISCARD))) {
            Items items = place.run(
                    Jobs.function((Integer lines) -> {
                        for (int i = 0; i < lines; i++) {
                            System.out.println("out " + i);
                            System.err.println("err " + i);
                        }
                        return lines;
                    }),
                    50_000);

            assertThat(items.value(0)).isEqualTo(50_000);
        }
    }
}
