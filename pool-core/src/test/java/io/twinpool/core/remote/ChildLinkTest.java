// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A link as the child has it: how it waits. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class ChildLinkTest {
    private final CompletableFuture<Byte> heard = new CompletableFuture<>();
    private ChildLink link;
    private SocketChannel parent;
    private Thread reader;

    @BeforeEach
    void connect() throws Exception {
        Secret childSecret = Secret.random();
        Secret parentSecret = Secret.random();
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Boot boot = new Boot(
                    server.getLocalAddress(),
                    1,
                    childSecret,
                    parentSecret,
                    Path.of("none"),
                    Path.of("none"),
                    new Encoded(new byte[0]));
            CompletableFuture<ChildLink> child = CompletableFuture.supplyAsync(() -> connected(boot));
            parent = server.accept();
            parent.write(parentSecret.bytes());
            link = child.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
        reader = new Thread(this::hear, "reader");
        reader.start();
    }

    private static ChildLink connected(Boot boot) {
        try {
            return ChildLink.connect(boot, Handshake.Kind.CONTROL);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hear() {
        Inlet inlet = link.inlet();
        try {
            byte type = inlet.next();
            for (; type == Wire.NONE && !link.isLeft(); type = inlet.next()) {
                if (!inlet.fill()) {
                    link.await();
                }
            }
            heard.complete(type);
        } catch (IOException e) {
            heard.completeExceptionally(e);
        }
    }

    @AfterEach
    void disconnect() throws Exception {
        link.leave();
        parent.close();
        reader.join();
    }

    private void say(byte type) throws IOException {
        ByteBuffer out = Wire.buffer();
        Wire.putEmpty(out, type);
        parent.write(out.flip());
    }

    /** HotSpot, VM_Exit: the exit of a JVM waits for threads in native code, for 300 ms at most. */
    @Test
    void nobodyWaitsInTheKernelOnceTheJvmExits() throws Exception {
        link.waitOutsideKernel();

        Eventually.until("no thread in native code", () -> reader.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void whatArrivesWhileTheJvmExitsIsHeard() throws Exception {
        link.waitOutsideKernel();
        Eventually.until("no thread in native code", () -> reader.getState() == Thread.State.TIMED_WAITING);

        say(Wire.RETIRE);

        assertThat(heard).succeedsWithin(WAIT).isEqualTo(Wire.RETIRE);
    }

    @Test
    void aLinkThatIsLeftIsNotWaitedOn() {
        link.leave();

        assertThat(heard).succeedsWithin(WAIT).isEqualTo(Wire.NONE);
    }
}
