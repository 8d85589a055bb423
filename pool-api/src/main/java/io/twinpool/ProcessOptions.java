// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was asked of the forked JVMs of a pool, to be read by whoever starts them.
 *
 * <p>Each option is set by the method of the same name in {@link Workers}. Immutable; all maps and lists are
 * unmodifiable.
 *
 * @see Workers#processOptions
 */
public final class ProcessOptions {
    static final Option<String> MAX_HEAP = Option.plain("maxHeap", ProcessOptions::heapSize);
    static final Option<Long> MAX_WORKER_MEMORY = Option.plain("maxWorkerMemory", Check::atLeastOne);
    static final Option<List<String>> JVM_ARGS =
            new Option<>("jvmArgs", ProcessOptions::arguments, ProcessOptions::withoutValues);
    static final Option<Map<String, String>> ENVIRONMENT =
            new Option<>("environment", ProcessOptions::environment, ProcessOptions::keys);
    static final Option<Map<String, String>> SYSTEM_PROPERTIES =
            new Option<>("systemProperties", Check::variables, ProcessOptions::keys);
    static final Option<Path> WORKING_DIRECTORY = Option.plain("workingDirectory", Check::ofDefaultFileSystem);
    static final Option<Path> JAVA_HOME = Option.plain("javaHome", Check::ofDefaultFileSystem);
    static final Option<List<Path>> CLASS_PATH = Option.plain("classPath", ProcessOptions::classPath);
    static final Option<WorkerOutput> OUTPUT = Option.plain("output");
    static final Option<ObjectInputFilter> RESULT_FILTER = Option.code("resultFilter");

    private static final Pattern HEAP_SIZE = Pattern.compile("[1-9][0-9]*[kKmMgGtT]?");

    private final Options options;

    ProcessOptions(Options options) {
        this.options = options;
    }

    /**
     * The heap limit of a worker, as {@code -Xmx} takes it.
     *
     * @return such as {@code 256m}; empty for the default share of the machine
     */
    public Optional<String> maxHeap() {
        return options.get(MAX_HEAP);
    }

    /**
     * The resident memory above which a worker is replaced.
     *
     * @return the limit in bytes; empty for none
     */
    public OptionalLong maxWorkerMemory() {
        return options.get(MAX_WORKER_MEMORY).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /**
     * The further arguments of the workers' {@code java} command.
     *
     * @return the arguments in order; empty if none were set
     */
    public List<String> jvmArgs() {
        return options.get(JVM_ARGS).orElse(List.of());
    }

    /**
     * The environment variables that come on top of the host's.
     *
     * @return values by name, in the order given; empty if none were set
     */
    public Map<String, String> environment() {
        return options.get(ENVIRONMENT).orElse(Map.of());
    }

    /**
     * The system properties that come on top of the host's.
     *
     * @return values by key, in the order given; empty if none were set
     */
    public Map<String, String> systemProperties() {
        return options.get(SYSTEM_PROPERTIES).orElse(Map.of());
    }

    /**
     * The working directory of the workers.
     *
     * @return the directory as given, perhaps relative to the host's; empty for the host's own
     */
    public Optional<Path> workingDirectory() {
        return options.get(WORKING_DIRECTORY);
    }

    /**
     * The Java installation that the workers run on.
     *
     * @return the directory that has {@code bin/java} in it; empty for the host's own
     */
    public Optional<Path> javaHome() {
        return options.get(JAVA_HOME);
    }

    /**
     * The class path of the workers.
     *
     * @return the entries in order; an empty list means nothing but Twinpool itself; empty for what the host runs with
     */
    public Optional<List<Path>> classPath() {
        return options.get(CLASS_PATH);
    }

    /**
     * Where the workers' standard output and standard error go.
     *
     * @return the choice; {@link WorkerOutput#INHERIT} if none was made
     */
    public WorkerOutput output() {
        return options.get(OUTPUT).orElse(WorkerOutput.INHERIT);
    }

    /**
     * What this JVM accepts back from the workers.
     *
     * @return the filter; empty for none but that of the whole JVM
     */
    public Optional<ObjectInputFilter> resultFilter() {
        return options.get(RESULT_FILTER);
    }

    private static String heapSize(String name, String value) {
        Check.require(
                HEAP_SIZE.matcher(value).matches(),
                name + " must be a positive number and an optional k, m, g or t, such as 256m, was "
                        + Check.quoted(value));
        return value;
    }

    private static List<String> arguments(String name, List<String> values) {
        List<String> copy = Check.elements(name, values);
        for (int i = 0; i < copy.size(); i++) {
            String argument = copy.get(i);
            String element = name + " element [" + i + "]";
            Check.require(!argument.isBlank(), element + " must not be blank, was " + Check.quoted(argument));
            Check.require(
                    argument.indexOf('\0') < 0,
                    element + " must not contain NUL, was " + Check.quoted(withoutValue(argument)));
        }
        return copy;
    }

    private static List<Path> classPath(String name, List<Path> entries) {
        List<Path> copy = Check.elements(name, entries);
        for (int i = 0; i < copy.size(); i++) {
            Check.ofDefaultFileSystem(name + " element [" + i + "]", copy.get(i));
        }
        return copy;
    }

    /** The rules of {@link ProcessBuilder#environment}, applied before a worker fails to start by them. */
    private static Map<String, String> environment(String name, Map<String, String> values) {
        Map<String, String> copy = Check.variables(name, values);
        copy.forEach((key, value) -> {
            Check.require(
                    key.indexOf('=') < 0 && key.indexOf('\0') < 0,
                    name + " key must not contain = or NUL, was " + Check.quoted(withoutValue(key)));
            Check.require(value.indexOf('\0') < 0, name + " value of " + key + " must not contain NUL");
        });
        return copy;
    }

    private static String keys(Map<String, String> values) {
        return String.join(", ", values.keySet());
    }

    /** Hides what follows a {@code =}: {@code -Dpassword=...} is as secret as a system property. */
    private static String withoutValues(List<String> arguments) {
        return arguments.stream().map(ProcessOptions::withoutValue).collect(Collectors.joining(", "));
    }

    private static String withoutValue(String argument) {
        return argument.replaceFirst("(?s)=.*", "=...");
    }
}
