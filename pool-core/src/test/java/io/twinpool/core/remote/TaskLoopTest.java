// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Task;
import io.twinpool.TaskAction;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A child's task thread, here a thread of the test, whose parent has said all before it listens: it never waits. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class TaskLoopTest {
    private static final CompletableFuture<Boolean> SEEN = new CompletableFuture<>(); // by the one task

    @TempDir
    Path directory;

    private final Secret childSecret = Secret.random();
    private final Secret parentSecret = Secret.random();
    private ServerSocketChannel server;
    private SocketChannel parent;
    private Arena near;
    private TaskLoop loop;

    @BeforeEach
    void connect() throws Exception {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Orphan orphan = new Orphan(directory, ProcessHandle.current().pid());
        Loaders loaders = new Loaders(new ClassLink(connected(Handshake.Kind.CLASSES), orphan));
        ChildLink control = connected(Handshake.Kind.CONTROL);
        ChildLink task = connected(Handshake.Kind.TASK);
        near = Arena.create(directory.resolve("m"));
        Board.create(directory.resolve("b"));
        Arena far = Arena.open(directory.resolve("m"));
        WarmUp.Memory memory = new WarmUp.Memory(far, Board.open(directory.resolve("b")));
        loop = new TaskLoop("task", task, control, memory, new Current(far), loaders, orphan);
    }

    /** Leaves the parent's end of the last one open, to be spoken to. */
    private ChildLink connected(Handshake.Kind kind) throws Exception {
        Path none = Path.of("none");
        Boot boot =
                new Boot(server.getLocalAddress(), 1, childSecret, parentSecret, none, none, new Encoded(new byte[0]));
        FutureTask<ChildLink> child = new FutureTask<>(() -> ChildLink.connect(boot, kind));
        new Thread(child, "child").start();
        parent = server.accept();
        parent.write(parentSecret.bytes());
        return child.get(WAIT.toSeconds(), TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() throws IOException {
        parent.close();
        server.close();
    }

    private static Encoded encoded(Object function) {
        return new Crossing(JavaCodec.trusting()).encoded("function", function);
    }

    private static boolean see() {
        return SEEN.complete(Thread.currentThread().isInterrupted());
    }

    /** Contract 9: interrupts never leak: a task starts with a clear interrupt flag. */
    @Test
    void anInterruptThatTheInitializerLeavesDoesNotMeetTheFirstTask() throws Exception {
        TaskAction initializer = () -> Thread.currentThread().interrupt();
        Task<Boolean> task = TaskLoopTest::see;
        Setup.Step step = new Setup.Step(Origins.SYSTEM, encoded(initializer));
        Origin system = new Origin(ClassLoader.getSystemClassLoader(), Origins.SYSTEM);
        RemoteRoutine routine = new RemoteRoutine(Routine.of(task), 1, system, encoded(task), false, false);
        ByteBuffer said = Wire.buffer();
        Wire.putOnly(said, Wire.SETUP, new Setup(Map.of(), step, null).encoded());
        Wire.putBatch(said, 1, 1, false);
        Wire.putItem(said, 1, 0, true, routine);
        Wire.putEmpty(said, Wire.RETIRE);
        near.begin(1, 1);
        parent.write(said.flip());

        FutureTask<Boolean> serving = new FutureTask<>(() -> {
            loop.serve();
            return true;
        });
        new Thread(serving, "task").start();

        assertThat(serving.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(SEEN).isCompletedWithValue(false);
    }
}
