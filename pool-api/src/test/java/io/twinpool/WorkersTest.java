// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private static final Workers WORKERS = Workers.threads(4);
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void kindsAreNamed() {
        assertThat(Workers.threads(2).kind()).isEqualTo("threads");
        assertThat(Workers.processes(2).kind()).isEqualTo("processes");
        assertThat(Workers.inline().kind()).isEqualTo("inline");
    }

    @Test
    void sizeIsAsGiven() {
        assertThat(Workers.threads(3).size()).isEqualTo(3);
        assertThat(Workers.processes(5).size()).isEqualTo(5);
    }

    @Test
    void inlineCountsAsOne() {
        assertThat(Workers.inline().size()).isEqualTo(1);
    }

    @Test
    void withoutNumberThereIsOneForEachProcessor() {
        int processors = Runtime.getRuntime().availableProcessors();

        assertThat(Workers.threads().size()).isEqualTo(processors);
        assertThat(Workers.processes().size()).isEqualTo(processors);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void fewerThanOneWorkerIsRefused(int n) {
        String rule = "workers must be >= 1, was " + n;

        assertRefused(() -> Workers.threads(n), rule);
        assertRefused(() -> Workers.processes(n), rule);
        assertRefused(() -> Workers.virtualThreads(n, Runtime.Version.parse("25")), rule);
    }

    @Test
    void virtualThreadsNeedJava21() {
        assertThatThrownBy(() -> Workers.virtualThreads(3, Runtime.Version.parse("17.0.15+6")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("virtual threads need Java 21 or later, this JVM is Java 17.0.15+6");
    }

    @Test
    void virtualThreadsComeWithJava21() {
        Workers workers = Workers.virtualThreads(3, Runtime.Version.parse("21"));

        assertThat(workers.kind()).isEqualTo("virtual");
        assertThat(workers.size()).isEqualTo(3);
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsAreRefusedHere() {
        assertThatThrownBy(() -> Workers.virtualThreads(3)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsAreGivenHere() {
        assertThat(Workers.virtualThreads(3).kind()).isEqualTo("virtual");
    }

    @Test
    void defaultsAreThoseOfTheContract() {
        assertThat(WORKERS.name()).isEmpty();
        assertThat(WORKERS.initializer()).isEmpty();
        assertThat(WORKERS.finalizer()).isEmpty();
        assertThat(WORKERS.maxTasksPerChild()).isEmpty();
        assertThat(WORKERS.maxWorkerAge()).isEmpty();
        assertThat(WORKERS.taskTimeout()).isEmpty();
        assertThat(WORKERS.queueCapacity()).isEmpty();
        assertThat(WORKERS.standby()).isEmpty();
        assertThat(WORKERS.idleTimeout()).isEmpty();
        assertThat(WORKERS.minWorkers()).isZero();
        assertThat(WORKERS.onWorkerLost()).isEqualTo(OnWorkerLost.FAIL_TASK);
        assertThat(WORKERS.taskDecorator()).isEmpty();
        assertThat(WORKERS.killGrace()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void nameIsKept() {
        assertThat(WORKERS.named("mail").name()).contains("mail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void blankNameIsRefused(String name) {
        assertThatThrownBy(() -> WORKERS.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name must not be blank, was '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "a\u001bb", "a\u0085b"})
    void nameWithControlCharacterIsRefusedOnOneLine(String name) {
        assertRefused(() -> WORKERS.named(name), "name must not contain control characters, was 'a?b'");
    }

    @Test
    void initializerAndFinalizerAreKept() {
        TaskAction first = () -> {};
        TaskAction last = () -> {};

        Workers workers = WORKERS.initializer(first).finalizer(last);

        assertThat(workers.initializer()).containsSame(first);
        assertThat(workers.finalizer()).containsSame(last);
    }

    @Test
    void maxTasksPerChildBelowOneIsRefused() {
        assertRefused(() -> WORKERS.maxTasksPerChild(0), "maxTasksPerChild must be >= 1, was 0");
    }

    @Test
    void maxWorkerAgeOfZeroIsRefused() {
        assertRefused(() -> WORKERS.maxWorkerAge(Duration.ZERO), "maxWorkerAge must be positive, was PT0S");
    }

    @Test
    void taskTimeoutOfZeroIsRefused() {
        assertRefused(() -> WORKERS.taskTimeout(Duration.ZERO), "taskTimeout must be positive, was PT0S");
    }

    @Test
    void negativeTaskTimeoutIsRefused() {
        assertRefused(() -> WORKERS.taskTimeout(Duration.ofMillis(-5)), "taskTimeout must be positive, was PT-0.005S");
    }

    @Test
    void endlessDurationsAreAllowed() {
        Workers workers = WORKERS.taskTimeout(ENDLESS)
                .maxWorkerAge(ENDLESS)
                .idleTimeout(ENDLESS)
                .killGrace(ENDLESS);

        assertThat(workers.taskTimeout()).contains(ENDLESS);
        assertThat(workers.killGrace()).isEqualTo(ENDLESS);
    }

    @Test
    void queueCapacityBelowOneIsRefused() {
        assertRefused(() -> WORKERS.queueCapacity(0), "queueCapacity must be >= 1, was 0");
    }

    @Test
    void negativeStandbyIsRefused() {
        assertRefused(() -> WORKERS.standby(-1), "standby must be >= 0, was -1");
    }

    @Test
    void standbyOfZeroIsToldFromTheDefault() {
        assertThat(WORKERS.standby(0).standby()).hasValue(0);
    }

    @Test
    void idleTimeoutOfZeroIsRefused() {
        assertRefused(() -> WORKERS.idleTimeout(Duration.ZERO), "idleTimeout must be positive, was PT0S");
    }

    @Test
    void moreMinWorkersThanWorkersAreRefused() {
        assertRefused(() -> WORKERS.minWorkers(5), "minWorkers must be 0..4, was 5");
    }

    @Test
    void negativeMinWorkersAreRefused() {
        assertRefused(() -> WORKERS.minWorkers(-1), "minWorkers must be 0..4, was -1");
    }

    @Test
    void minWorkersGoFromNoneToAll() {
        assertThat(WORKERS.minWorkers(0).minWorkers()).isZero();
        assertThat(WORKERS.minWorkers(4).minWorkers()).isEqualTo(4);
    }

    @Test
    void negativeKillGraceIsRefused() {
        assertRefused(() -> WORKERS.killGrace(Duration.ofSeconds(-1)), "killGrace must not be negative, was PT-1S");
    }

    @Test
    void killGraceOfZeroIsAllowed() {
        assertThat(WORKERS.killGrace(Duration.ZERO).killGrace()).isZero();
    }

    @Test
    void taskDecoratorIsKept() {
        UnaryOperator<Runnable> decorator = run -> run;

        assertThat(WORKERS.taskDecorator(decorator).taskDecorator()).containsSame(decorator);
        assertThat(Workers.inline().taskDecorator(decorator).taskDecorator()).containsSame(decorator);
    }

    @Test
    void taskDecoratorIsNotForProcesses() {
        assertThatThrownBy(() -> Workers.processes(2).taskDecorator(run -> run))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("taskDecorator cannot go to forked JVMs, kind is processes: wrap the tasks themselves");
    }

    @Test
    void nullIsRefusedByName() {
        assertNullRefused(() -> WORKERS.named(null), "name");
        assertNullRefused(() -> WORKERS.initializer(null), "initializer");
        assertNullRefused(() -> WORKERS.finalizer(null), "finalizer");
        assertNullRefused(() -> WORKERS.maxWorkerAge(null), "maxWorkerAge");
        assertNullRefused(() -> WORKERS.taskTimeout(null), "taskTimeout");
        assertNullRefused(() -> WORKERS.idleTimeout(null), "idleTimeout");
        assertNullRefused(() -> WORKERS.onWorkerLost(null), "onWorkerLost");
        assertNullRefused(() -> WORKERS.taskDecorator(null), "taskDecorator");
        assertNullRefused(() -> WORKERS.killGrace(null), "killGrace");
    }

    @Test
    void namesKindSizeAndWhatWasSet() {
        Workers workers = Workers.processes(4)
                .named("render")
                .taskTimeout(Duration.ofSeconds(30))
                .onWorkerLost(OnWorkerLost.retry(2))
                .maxHeap("256m");

        assertThat(workers)
                .hasToString("processes(4).name(render).taskTimeout(PT30S).onWorkerLost(retry(2)).maxHeap(256m)");
    }

    @Test
    void namesCodeWithoutRunningIt() {
        assertThat(WORKERS.initializer(() -> {}).taskDecorator(run -> run))
                .hasToString("threads(4).initializer().taskDecorator()");
    }

    @Test
    void areEqualIfTheySayTheSame() {
        TaskAction initializer = () -> {};
        Workers one = Workers.processes(4).named("render").maxHeap("256m").initializer(initializer);
        Workers other =
                Workers.processes(4).initializer(initializer).maxHeap("256m").named("render");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(List.of(
                        Workers.processes(4),
                        one.named("mail"),
                        one.initializer(() -> {}),
                        Workers.processes(5).named("render").maxHeap("256m").initializer(initializer)))
                .doesNotContain(one);
        assertThat(Workers.threads(4)).isNotEqualTo(Workers.processes(4));
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static void assertNullRefused(Runnable call, String parameter) {
        assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class).hasMessage(parameter);
    }
}
