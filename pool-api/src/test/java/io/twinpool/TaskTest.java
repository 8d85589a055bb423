// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class TaskTest {

    @Test
    void taskLambdaCrossesWithWhatItCaptures() throws Exception {
        int captured = 41;
        Task<Integer> task = () -> captured + 1;

        Task<Integer> copy = Crossing.of(task);

        assertThat(copy.call()).isEqualTo(42);
    }

    @Test
    void taskIsACallable() throws Exception {
        Task<String> task = () -> "done";

        Callable<String> callable = task;

        assertThat(callable.call()).isEqualTo("done");
    }

    @Test
    void actionLambdaCrosses() throws Exception {
        TaskAction action = () -> System.setProperty("io.twinpool.TaskTest", "ran");

        Crossing.of(action).run();

        assertThat(System.clearProperty("io.twinpool.TaskTest")).isEqualTo("ran");
    }

    @Test
    void functionLambdaCrosses() throws Exception {
        TaskFunction<Integer, Integer> function = x -> x * x;

        assertThat(Crossing.of(function).apply(6)).isEqualTo(36);
    }

    @Test
    void methodReferenceToTheJdkCrosses() throws Exception {
        TaskBiFunction<Double, Double, Double> function = Math::pow;

        assertThat(Crossing.of(function).apply(2.0, 3.0)).isEqualTo(8.0);
    }

    @Test
    void functionOfThreeCrosses() throws Exception {
        TaskTriFunction<Integer, Integer, Integer, Integer> function = (a, b, c) -> a * b + c;

        assertThat(Crossing.of(function).apply(2, 3, 4)).isEqualTo(10);
    }
}
