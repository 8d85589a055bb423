// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which workers a pool has: how many, of which kind, and how they are treated.
 *
 * <pre>{@code
 * Workers workers = Workers.processes(4).named("render").maxHeap("256m").taskTimeout(Duration.ofSeconds(30));
 * }</pre>
 *
 * <p>Nothing starts here; give it to a pool. Every method that takes an option gives a changed copy, checks its
 * argument at once, and replaces what was set before; the method of the same name without an argument tells what was
 * set ({@link #name()} what {@link #named} did), for forked JVMs alone in {@link #processOptions()}. A {@link Duration} too long to count means no limit.
 *
 * <p>An immutable value. Two are equal if all that was set is equal; code, such as the initializer, by its own {@code equals}.
 * Code is called by many workers at a time.
 *
 * @implNote Takes over the parameters of CPython 3.13 {@code multiprocessing.Pool}, {@code ThreadPoolExecutor} and
 *     {@code ProcessPoolExecutor}.
 */
public final class Workers {
    private static final String THREADS = "threads";
    private static final String VIRTUAL = "virtual";
    private static final String PROCESSES = "processes";
    private static final String INLINE = "inline";

    private static final Option<String> NAME = Option.plain("name", Check::name);
    private static final Option<TaskAction> INITIALIZER = Option.code("initializer");
    private static final Option<TaskAction> FINALIZER = Option.code("finalizer");
    private static final Option<Integer> MAX_TASKS_PER_CHILD = Option.plain("maxTasksPerChild", Check.atLeast(1));
    private static final Option<Duration> MAX_WORKER_AGE = Option.plain("maxWorkerAge", Check::positive);
    private static final Option<Duration> TASK_TIMEOUT = Option.plain("taskTimeout", Check::positive);
    private static final Option<Integer> QUEUE_CAPACITY = Option.plain("queueCapacity", Check.atLeast(1));
    private static final Option<Integer> STANDBY = Option.plain("standby", Check.atLeast(0));
    private static final Option<Duration> IDLE_TIMEOUT = Option.plain("idleTimeout", Check::positive);
    private static final Option<Integer> MIN_WORKERS = Option.plain("minWorkers", Check.atLeast(0));
    private static final Option<OnWorkerLost> ON_WORKER_LOST = Option.plain("onWorkerLost");
    private static final Option<UnaryOperator<Runnable>> TASK_DECORATOR = Option.code("taskDecorator");
    private static final Option<Duration> KILL_GRACE = Option.plain("killGrace", Check::notNegative);

    private static final Duration DEFAULT_KILL_GRACE = Duration.ofSeconds(2);
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final String kind;
    private final int size;
    private final Options options;

    private Workers(String kind, int size, Options options) {
        this.kind = kind;
        this.size = Check.atLeast(1, "workers", size);
        this.options = options;
    }

    /**
     * Platform threads. They share the heap with the caller; one that ignores its interrupt cannot be stopped, only
     * given up. They are daemons, with the context class loader of whoever opened the pool and no inherited
     * thread-locals, and have the name of the pool and a number for a name.
     *
     * @param n how many, at least 1
     * @return the workers
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public static Workers threads(int n) {
        return new Workers(THREADS, n, Options.NONE);
    }

    /**
     * As many platform threads as there are processors available to this JVM, a container's limit heeded.
     *
     * @return the workers
     * @see Runtime#availableProcessors
     */
    public static Workers threads() {
        return threads(processors());
    }

    /**
     * Virtual threads, for tasks that mostly wait.
     *
     * @param n how many may run tasks at a time, at least 1
     * @return the workers
     * @throws UnsupportedOperationException if this JVM is older than Java 21
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public static Workers virtualThreads(int n) {
        return virtualThreads(n, Runtime.version());
    }

    static Workers virtualThreads(int n, Runtime.Version running) {
        if (running.feature() < FIRST_WITH_VIRTUAL_THREADS) {
            throw new UnsupportedOperationException("virtual threads need Java " + FIRST_WITH_VIRTUAL_THREADS
                    + " or later, this JVM is Java " + running);
        }
        return new Workers(VIRTUAL, n, Options.NONE);
    }

    /**
     * Forked JVMs, each running one task at a time. They can be killed, and what they break or leak stays with them;
     * functions, arguments and results must be serializable. One that runs out of memory ends, see {@link #jvmArgs}.
     *
     * <p>Processes that tasks have started end with their worker, by force, if it leaves, exits, or is ended by the pool,
     * or when this JVM dies. Those of a worker that is killed from outside, crashes or halts stay: nobody knows then whose
     * they are.
     *
     * @param n how many, at least 1
     * @return the workers
     * @throws IllegalArgumentException if {@code n} is less than 1
     */
    public static Workers processes(int n) {
        return new Workers(PROCESSES, n, Options.NONE);
    }

    /**
     * As many forked JVMs as there are processors available to this JVM, a container's limit heeded.
     *
     * @return the workers
     * @see Runtime#availableProcessors
     */
    public static Workers processes() {
        return processes(processors());
    }

    /**
     * No worker of its own: tasks run in the thread that submits them; items of a map that reads its input as results are
     * taken, in the one that takes them.
     * For tests and debugging.
     *
     * <p>An interrupt of that thread which comes while a task runs is the task's, as on any worker, and is cleared when it ends; one
     * from before is kept from the task, and is there again afterwards.
     *
     * @return the workers, counted as one
     */
    public static Workers inline() {
        return new Workers(INLINE, 1, Options.NONE);
    }

    /**
     * Sets the name of the pool, with which the names of its workers and what it tells the log begin; by default
     * {@code pool-1}, {@code pool-2} and so on.
     *
     * @param name not blank, without control characters
     * @return a changed copy
     * @throws IllegalArgumentException if {@code name} is blank or contains control characters
     */
    public Workers named(String name) {
        return with(NAME, name);
    }

    /**
     * Sets what every worker runs before its first task, again in every replacement. If it throws, the worker is
     * replaced and it runs again there; when three starts in a row have failed, those of spares not counted, the pool breaks,
     * see {@link BrokenPoolException}. It has no time limit, and must not wait for tasks of its own pool, which wait for it.
     *
     * @param initializer serializable with all that it captures if the workers are forked JVMs
     * @return a changed copy
     */
    public Workers initializer(TaskAction initializer) {
        return with(INITIALIZER, initializer);
    }

    /**
     * Sets what every worker runs once when it leaves politely: not when it is killed or lost, nor when its pool is ended
     * by force, as by {@code terminate()} and {@code close()} of {@code Pool}, before which {@code shutdown()} and
     * {@code join()} let it run. It gets {@link #killGrace()}; then a forked JVM is killed, and a thread is interrupted,
     * and given up after that time once more. What it throws is logged. Shutdown hooks of a forked JVM, such as those of
     * {@link java.io.File#deleteOnExit}, do not run when it leaves politely: what has to be done then is done here.
     *
     * @param finalizer serializable with all that it captures if the workers are forked JVMs
     * @return a changed copy
     */
    public Workers finalizer(TaskAction finalizer) {
        return with(FINALIZER, finalizer);
    }

    /**
     * Sets after how many tasks a worker is replaced. Each item of a map counts as one task, whatever the chunk size.
     *
     * @param maxTasksPerChild the number of tasks, at least 1; no limit by default
     * @return a changed copy
     * @throws IllegalArgumentException if {@code maxTasksPerChild} is less than 1
     */
    public Workers maxTasksPerChild(int maxTasksPerChild) {
        return with(MAX_TASKS_PER_CHILD, maxTasksPerChild);
    }

    /**
     * Sets the age at which a worker is replaced, when it is not running a task and another one can take over.
     *
     * @param maxWorkerAge counted from when the worker was up, its initializer done; positive; no limit by default
     * @return a changed copy
     * @throws IllegalArgumentException if {@code maxWorkerAge} is not positive
     */
    public Workers maxWorkerAge(Duration maxWorkerAge) {
        return with(MAX_WORKER_AGE, maxWorkerAge);
    }

    /**
     * Sets how long a task may run. A task that runs longer is stopped and fails with {@link TaskTimeoutException}: its
     * thread is interrupted, and given up and replaced after {@link #killGrace()}; its forked JVM is interrupted, then
     * killed.
     *
     * @param taskTimeout counted from the start of the task on its worker, not from submission; positive; no limit by
     *     default
     * @return a changed copy
     * @throws IllegalArgumentException if {@code taskTimeout} is not positive
     */
    public Workers taskTimeout(Duration taskTimeout) {
        return with(TASK_TIMEOUT, taskTimeout);
    }

    /**
     * Sets how many tasks may be accepted and not started. Then {@code submit} blocks until there is room; inside one
     * of the pool's own tasks it runs the new task itself.
     *
     * @param queueCapacity the number of tasks, at least 1; no limit by default
     * @return a changed copy
     * @throws IllegalArgumentException if {@code queueCapacity} is less than 1
     */
    public Workers queueCapacity(int queueCapacity) {
        return with(QUEUE_CAPACITY, queueCapacity);
    }

    /**
     * Sets how many spare workers are kept started and initialized, ready to take the place of one that is lost or
     * spent. They come on top of the serving ones, and start after them. Workers that run in the calling thread have none.
     *
     * <p>A pool goes on without spares whose initializers throw: after three in a row none is started until another worker
     * comes up, or a spare takes over. Nobody waits for them: one that is still being initialized when a pool of forked JVMs
     * ends is killed after {@link #killGrace()}.
     *
     * @param standby the number of spares, at least 0; 1 by default for processes, else 0
     * @return a changed copy
     * @throws IllegalArgumentException if {@code standby} is negative
     */
    public Workers standby(int standby) {
        return with(STANDBY, standby);
    }

    /**
     * Sets after how long without a task a worker leaves, if there are more than {@link #minWorkers()}. New tasks bring
     * it back. Spares stay.
     *
     * @param idleTimeout counted from the end of the worker's last task, or from when it began to serve if it has had none;
     *     positive; no limit by default
     * @return a changed copy
     * @throws IllegalArgumentException if {@code idleTimeout} is not positive
     */
    public Workers idleTimeout(Duration idleTimeout) {
        return with(IDLE_TIMEOUT, idleTimeout);
    }

    /**
     * Sets how many workers stay when all are idle. Has no effect without an {@link #idleTimeout(Duration)}.
     *
     * @param minWorkers from 0, the default, to the number of workers
     * @return a changed copy
     * @throws IllegalArgumentException if {@code minWorkers} is negative or more than there are workers
     */
    public Workers minWorkers(int minWorkers) {
        boolean possible = 0 <= minWorkers && minWorkers <= size;
        Check.require(possible, "minWorkers must be 0.." + size + ", was " + minWorkers);
        return with(MIN_WORKERS, minWorkers);
    }

    /**
     * Sets what happens to the tasks that a worker had started when it died.
     *
     * @param onWorkerLost the rule; {@link OnWorkerLost#FAIL_TASK} by default
     * @return a changed copy
     */
    public Workers onWorkerLost(OnWorkerLost onWorkerLost) {
        return with(ON_WORKER_LOST, onWorkerLost);
    }

    /**
     * Sets what wraps the run of each task: for logging contexts, tracing and the like.
     *
     * <p>It is called in the submitting thread, where it can capture that thread's context, once for each submit and
     * once for each map, with what runs the task. What it gives back is run by the worker in its place, and must run it
     * there; for a map once for each item, by several workers at a time. What the decorator throws comes out of the
     * submit; what it has given back throws is the task's failure.
     *
     * @param taskDecorator gives what runs a task in place of what it is given
     * @return a changed copy
     * @throws IllegalStateException if the workers are forked JVMs, to which the wrapping could not go
     */
    public Workers taskDecorator(UnaryOperator<Runnable> taskDecorator) {
        if (isKind(PROCESSES)) {
            throw new IllegalStateException(
                    "taskDecorator cannot go to forked JVMs, kind is " + kind + ": wrap the tasks themselves");
        }
        return with(TASK_DECORATOR, taskDecorator);
    }

    /**
     * Sets the time between asking a running task to stop, by interrupt, and killing its forked JVM or giving its
     * thread up.
     *
     * @param killGrace counted from the interrupt; zero does not wait; 2 seconds by default
     * @return a changed copy
     * @throws IllegalArgumentException if {@code killGrace} is negative
     */
    public Workers killGrace(Duration killGrace) {
        return with(KILL_GRACE, killGrace);
    }

    /**
     * Sets the heap limit of each forked JVM. The host's own {@code -Xmx} does not reach it.
     *
     * @param maxHeap digits and an optional unit, as {@code -Xmx} takes them: {@code 256m}, {@code 2g}; by default a
     *     share of the machine that leaves room for all workers and the host
     * @return a changed copy
     * @throws IllegalArgumentException if {@code maxHeap} does not look like that
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers maxHeap(String maxHeap) {
        return withForProcesses(ProcessOptions.MAX_HEAP, maxHeap);
    }

    /**
     * Sets the resident memory above which a forked JVM is replaced, when it is not running a task. Only on systems that tell
     * how much a process has, such as Linux: elsewhere a pool that is opened with it throws {@link
     * UnsupportedOperationException}.
     *
     * @param bytes the limit, at least 1; none by default
     * @return a changed copy
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers maxWorkerMemory(long bytes) {
        return withForProcesses(ProcessOptions.MAX_WORKER_MEMORY, bytes);
    }

    /**
     * Sets further arguments of the {@code java} command of each forked JVM; they come after Twinpool's own, and win.
     *
     * <p>Its own are {@code -XX:+UseSerialGC}, unless a collector is named here; {@code -XX:+ExitOnOutOfMemoryError}, so that a
     * task for which there is no heap left is lost, even if it would catch the error; {@code -XX:+UseCountedLoopSafepoints},
     * so that loops can be stopped; the heap limit; and some that keep the JVM small and quiet. Of the host's flags only
     * those for assertions, for opened, exported and added modules, for preview features, for native access and its like are
     * passed on.
     *
     * <p>{@code -XX:ErrorFile=hs_err_%p.log} keeps the report of a JVM that crashes, of which otherwise only the signal and the
     * frame are told, and {@code -XX:+CreateCoredumpOnCrash} its core.
     *
     * @param jvmArgs the arguments, each as one word; copied; none by default
     * @return a changed copy
     * @throws IllegalArgumentException if one is blank or contains NUL
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers jvmArgs(String... jvmArgs) {
        return withForProcesses(ProcessOptions.JVM_ARGS, Arrays.asList(requireNonNull(jvmArgs, "jvmArgs")));
    }

    /**
     * Sets environment variables of each forked JVM, on top of those of the host, of which {@code JAVA_TOOL_OPTIONS},
     * {@code JDK_JAVA_OPTIONS}, {@code _JAVA_OPTIONS} and {@code JDK_AOT_VM_OPTIONS} are not passed on.
     *
     * @param environment values by name; copied; none by default
     * @return a changed copy
     * @throws IllegalArgumentException if a name is empty or contains {@code =}, or a name or a value contains NUL
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers environment(Map<String, String> environment) {
        return withForProcesses(ProcessOptions.ENVIRONMENT, environment);
    }

    /**
     * Sets system properties of each forked JVM, on top of those of the host, but for what belongs to that JVM alone, such
     * as {@code java.home}, {@code user.dir} and the ports of JMX, and for those below {@code java.}, {@code jdk.} and
     * {@code sun.} that its command line does not have: set such ones here. They go through the link, not on a command line that
     * other users of the machine can read.
     *
     * @param systemProperties values by key; copied; none by default
     * @return a changed copy
     * @throws IllegalArgumentException if a key is empty
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers systemProperties(Map<String, String> systemProperties) {
        return withForProcesses(ProcessOptions.SYSTEM_PROPERTIES, systemProperties);
    }

    /**
     * Sets the working directory of each forked JVM. A pool refuses to open, with an {@link IllegalArgumentException}, where
     * there is none.
     *
     * @param workingDirectory the directory; that of the host by default
     * @return a changed copy
     * @throws IllegalArgumentException if it is not a path of the default file system
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers workingDirectory(Path workingDirectory) {
        return withForProcesses(ProcessOptions.WORKING_DIRECTORY, workingDirectory);
    }

    /**
     * Sets the Java installation that each forked JVM runs on: Java 17 or later. A pool refuses to open, with an {@link
     * IllegalArgumentException}, where there is none, or an older one.
     *
     * @param javaHome the directory that has {@code bin/java} in it; that of the host by default
     * @return a changed copy
     * @throws IllegalArgumentException if it is not a path of the default file system
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers javaHome(Path javaHome) {
        return withForProcesses(ProcessOptions.JAVA_HOME, javaHome);
    }

    /**
     * Sets the class path of each forked JVM. Classes that it does not have are served by the host.
     *
     * @param classPath the entries in order; copied; empty for nothing but Twinpool itself; by default whatever the
     *     host application runs with
     * @return a changed copy
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers classPath(List<Path> classPath) {
        return withForProcesses(ProcessOptions.CLASS_PATH, classPath);
    }

    /**
     * Sets where the standard output and standard error of the forked JVMs go.
     *
     * @param output the choice; {@link WorkerOutput#INHERIT} by default
     * @return a changed copy
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers output(WorkerOutput output) {
        return withForProcesses(ProcessOptions.OUTPUT, output);
    }

    /**
     * Sets what this JVM accepts back from a forked one. A refused result fails its task with
     * {@link TaskSerializationException}; a refused exception is told by a {@link RemoteTaskException}, so a filter that
     * allows only what it names must name exceptions too. A filter that the host has set for its whole JVM stays in force.
     *
     * <p>The filter is asked for all results but null and strings. It is asked once for a boxed primitive and for an array
     * of primitives, as for a stream that holds nothing else; and for {@link Args2} and {@link Args3} and what is in them.
     * So a filter that allows the classes it names and nothing else must name {@code java.lang.Integer} for tasks
     * that return an int. A filter that throws refuses.
     *
     * @param resultFilter the filter
     * @return a changed copy
     * @throws IllegalStateException if the workers are not forked JVMs
     */
    public Workers resultFilter(ObjectInputFilter resultFilter) {
        return withForProcesses(ProcessOptions.RESULT_FILTER, resultFilter);
    }

    /**
     * Names the kind of the workers.
     *
     * @return one of {@code threads}, {@code virtual}, {@code processes} and {@code inline}
     */
    public String kind() {
        return kind;
    }

    /**
     * Tells how many workers there are.
     *
     * @return their number, without standby ones; 1 for inline
     */
    public int size() {
        return size;
    }

    /**
     * Tells the name of the pool.
     *
     * @return what {@link #named} has set; empty if nothing, then the pool numbers itself
     */
    public Optional<String> name() {
        return options.get(NAME);
    }

    /**
     * Tells what every worker runs before its first task.
     *
     * @return what {@link #initializer(TaskAction)} has set; empty for nothing
     */
    public Optional<TaskAction> initializer() {
        return options.get(INITIALIZER);
    }

    /**
     * Tells what every worker runs when it leaves.
     *
     * @return what {@link #finalizer(TaskAction)} has set; empty for nothing
     */
    public Optional<TaskAction> finalizer() {
        return options.get(FINALIZER);
    }

    /**
     * Tells after how many tasks a worker is replaced.
     *
     * @return what {@link #maxTasksPerChild(int)} has set; empty for no limit
     */
    public OptionalInt maxTasksPerChild() {
        return number(MAX_TASKS_PER_CHILD);
    }

    /**
     * Tells the age at which a worker is replaced.
     *
     * @return what {@link #maxWorkerAge(Duration)} has set; empty for no limit
     */
    public Optional<Duration> maxWorkerAge() {
        return options.get(MAX_WORKER_AGE);
    }

    /**
     * Tells how long a task may run.
     *
     * @return what {@link #taskTimeout(Duration)} has set; empty for no limit
     */
    public Optional<Duration> taskTimeout() {
        return options.get(TASK_TIMEOUT);
    }

    /**
     * Tells how many tasks may be accepted and not started.
     *
     * @return what {@link #queueCapacity(int)} has set; empty for no limit
     */
    public OptionalInt queueCapacity() {
        return number(QUEUE_CAPACITY);
    }

    /**
     * Tells how many spare workers are kept ready.
     *
     * @return what {@link #standby(int)} has set; empty for the default of the kind
     */
    public OptionalInt standby() {
        return number(STANDBY);
    }

    /**
     * Tells after how long without a task a worker leaves.
     *
     * @return what {@link #idleTimeout(Duration)} has set; empty for never
     */
    public Optional<Duration> idleTimeout() {
        return options.get(IDLE_TIMEOUT);
    }

    /**
     * Tells how many workers stay when all are idle.
     *
     * @return what {@link #minWorkers(int)} has set; 0 if nothing
     */
    public int minWorkers() {
        return options.get(MIN_WORKERS).orElse(0);
    }

    /**
     * Tells what happens to the tasks of a worker that died.
     *
     * @return what {@link #onWorkerLost(OnWorkerLost)} has set; {@link OnWorkerLost#FAIL_TASK} if nothing
     */
    public OnWorkerLost onWorkerLost() {
        return options.get(ON_WORKER_LOST).orElse(OnWorkerLost.FAIL_TASK);
    }

    /**
     * Tells what wraps the run of each task.
     *
     * @return what {@link #taskDecorator(UnaryOperator)} has set; empty for nothing
     */
    public Optional<UnaryOperator<Runnable>> taskDecorator() {
        return options.get(TASK_DECORATOR);
    }

    /**
     * Tells the time between asking a running task to stop and ending its worker.
     *
     * @return what {@link #killGrace(Duration)} has set; 2 seconds if nothing
     */
    public Duration killGrace() {
        return options.get(KILL_GRACE).orElse(DEFAULT_KILL_GRACE);
    }

    /**
     * Tells what only forked JVMs can be asked for.
     *
     * @return those options; all at their defaults for other kinds
     */
    public ProcessOptions processOptions() {
        return new ProcessOptions(options);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Workers that
                && kind.equals(that.kind)
                && size == that.size
                && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, size, options);
    }

    /**
     * Describes the workers much as the calls that made them.
     *
     * @return such as {@code processes(4).name(render).taskTimeout(PT30S)}: one line, without the values of environment
     *     variables and system properties, which may be secret
     */
    @Override
    public String toString() {
        return kind + "(" + size + ")" + options;
    }

    private <V> Workers with(Option<V> option, V value) {
        return new Workers(kind, size, options.with(option, value));
    }

    private <V> Workers withForProcesses(Option<V> option, V value) {
        if (!isKind(PROCESSES)) {
            throw new IllegalStateException(option.name() + " is for processes only, kind is " + kind);
        }
        return with(option, value);
    }

    private boolean isKind(String other) {
        return kind.equals(other);
    }

    private OptionalInt number(Option<Integer> option) {
        return options.get(option).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
