// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for all options of {@link Workers} alike. */
class WorkersPropertiesTest {
    private static final TaskAction ACTION = () -> {};
    private static final ObjectInputFilter FILTER = info -> ObjectInputFilter.Status.ALLOWED;

    private static final List<Wish> WISHES = List.of(
            new Wish("name", w -> w.named("mail"), Workers::name),
            new Wish("initializer", w -> w.initializer(ACTION), Workers::initializer),
            new Wish("finalizer", w -> w.finalizer(ACTION), Workers::finalizer),
            new Wish("maxTasksPerChild", w -> w.maxTasksPerChild(1), Workers::maxTasksPerChild),
            new Wish("maxWorkerAge", w -> w.maxWorkerAge(Duration.ofSeconds(2)), Workers::maxWorkerAge),
            new Wish("taskTimeout", w -> w.taskTimeout(Duration.ofSeconds(3)), Workers::taskTimeout),
            new Wish("queueCapacity", w -> w.queueCapacity(4), Workers::queueCapacity),
            new Wish("standby", w -> w.standby(5), Workers::standby),
            new Wish("idleTimeout", w -> w.idleTimeout(Duration.ofSeconds(6)), Workers::idleTimeout),
            new Wish("minWorkers", w -> w.minWorkers(7), Workers::minWorkers),
            new Wish("onWorkerLost", w -> w.onWorkerLost(OnWorkerLost.BREAK_POOL), Workers::onWorkerLost),
            new Wish("killGrace", w -> w.killGrace(Duration.ofSeconds(8)), Workers::killGrace),
            forProcesses("maxHeap", w -> w.maxHeap("9m"), ProcessOptions::maxHeap),
            forProcesses("maxWorkerMemory", w -> w.maxWorkerMemory(10), ProcessOptions::maxWorkerMemory),
            forProcesses("jvmArgs", w -> w.jvmArgs("-ea"), ProcessOptions::jvmArgs),
            forProcesses("environment", w -> w.environment(Map.of("A", "b")), ProcessOptions::environment),
            forProcesses(
                    "systemProperties", w -> w.systemProperties(Map.of("c", "d")), ProcessOptions::systemProperties),
            forProcesses("workingDirectory", w -> w.workingDirectory(Path.of("e")), ProcessOptions::workingDirectory),
            forProcesses("javaHome", w -> w.javaHome(Path.of("f")), ProcessOptions::javaHome),
            forProcesses("classPath", w -> w.classPath(List.of()), ProcessOptions::classPath),
            forProcesses("output", w -> w.output(WorkerOutput.LOG), ProcessOptions::output),
            forProcesses("resultFilter", w -> w.resultFilter(FILTER), ProcessOptions::resultFilter));

    @Property
    void settingAnOptionChangesThatOneAlone(@ForAll("wish") Wish wish, @ForAll("wishes") List<Wish> before) {
        Workers workers = all(before);

        Workers changed = wish.setting().apply(workers);

        assertThat(differences(workers, changed)).isSubsetOf(wish);
        assertThat(differences(changed, all(List.of(wish)))).doesNotContain(wish);
    }

    @Property
    void settingAnOptionMakesACopy(@ForAll("wish") Wish wish, @ForAll("wishes") List<Wish> before) {
        Workers workers = all(before);

        Workers changed = wish.setting().apply(workers);

        assertThat(changed).isNotSameAs(workers);
        assertThat(differences(workers, all(before))).isEmpty();
    }

    @Property
    void settingAnOptionCanBeSeen(@ForAll("wish") Wish wish) {
        Workers workers = Workers.processes(8);

        assertThat(differences(workers, wish.setting().apply(workers))).containsExactly(wish);
    }

    @Property
    void optionsKeepKindAndSize(@ForAll("wishes") List<Wish> wishes) {
        Workers workers = all(wishes);

        assertThat(workers.kind()).isEqualTo("processes");
        assertThat(workers.size()).isEqualTo(8);
    }

    @Property
    void descriptionIsOneLineThatNamesEachOptionOnce(@ForAll("wishes") List<Wish> wishes) {
        String description = all(wishes).toString();

        assertThat(description.lines()).hasSize(1);
        assertThat(wishes).allSatisfy(wish -> assertThat(description).containsOnlyOnce("." + wish.name() + "("));
    }

    @Provide
    Arbitrary<Wish> wish() {
        return Arbitraries.of(WISHES);
    }

    @Provide
    Arbitrary<List<Wish>> wishes() {
        return wish().list().ofMaxSize(30);
    }

    private static Wish forProcesses(
            String name, UnaryOperator<Workers> setting, Function<ProcessOptions, Object> reading) {
        return new Wish(name, setting, workers -> reading.apply(workers.processOptions()));
    }

    private static Workers all(List<Wish> wishes) {
        Workers workers = Workers.processes(8);
        for (Wish wish : wishes) {
            workers = wish.setting().apply(workers);
        }
        return workers;
    }

    private static Stream<Wish> differences(Workers one, Workers other) {
        return WISHES.stream()
                .filter(wish -> !wish.reading().apply(one).equals(wish.reading().apply(other)));
    }

    /** An option, how to set it, and how to read it back. */
    record Wish(String name, UnaryOperator<Workers> setting, Function<Workers, Object> reading) {
        @Override
        public String toString() {
            return name;
        }
    }
}
