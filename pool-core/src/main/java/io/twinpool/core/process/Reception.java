// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.core.remote.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the children of one pool arrive: one listening socket, one thread.
 *
 * <p>Who does not show the secret of a worker that is expected is shown the door; nothing it sends is interpreted, and
 * it disturbs nobody. Thread-safe.
 */
final class Reception implements AutoCloseable {
    private static final long STRANGER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_STRANGERS = 256;

    private final ServerSocketChannel door;
    private final Selector selector;
    private final Map<Long, Guest> expected = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean isClosed;

    private Reception(ServerSocketChannel door) throws IOException {
        this.door = door;
        selector = Selector.open();
        door.configureBlocking(false);
        door.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Listens on a Unix domain socket, or on the loopback interface where there is no such thing. */
    static Reception open(String threadName, @Nullable Path socket) throws IOException {
        Reception reception = new Reception(bound(socket));
        Thread thread = new Thread(null, reception::serve, threadName, 256 * 1024);
        thread.setDaemon(true);
        thread.start();
        return reception;
    }

    private static ServerSocketChannel bound(@Nullable Path socket) throws IOException {
        if (socket != null) {
            try {
                return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(socket), 128);
            } catch (UnsupportedOperationException e) {
                Log.debug("no Unix domain sockets here: " + e);
            }
        }
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    }

    SocketAddress address() throws IOException {
        return door.getLocalAddress();
    }

    /** {@return a new worker's place, to be left by {@link #forget}} */
    Guest expect() {
        Guest guest = new Guest(numbers.incrementAndGet());
        expected.put(guest.number(), guest);
        return guest;
    }

    void forget(Guest guest) {
        expected.remove(guest.number());
        guest.turnAway(new IOException("nobody waits for it any more"));
    }

    private void serve() {
        while (!isClosed) {
            try {
                selector.select(TimeUnit.NANOSECONDS.toMillis(STRANGER_NANOS) / 5);
                List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
                selector.selectedKeys().clear();
                ready.forEach(this::handle);
                dismissSilent();
            } catch (IOException | RuntimeException e) { // of one connection: the others still come
                if (!isClosed) {
                    Log.warn("a worker may not have been let in", e);
                }
            }
        }
    }

    private void handle(SelectionKey key) {
        if (key.attachment() instanceof Stranger stranger) {
            listen(key, stranger);
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = door.accept();
            if (channel == null) {
                return;
            }
            if (selector.keys().size() > MOST_STRANGERS) {
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Stranger(channel));
        } catch (IOException e) {
            Log.warn("a worker was not let in", e);
        }
    }

    private void listen(SelectionKey key, Stranger stranger) {
        try {
            if (!stranger.isHeard()) {
                return;
            }
            key.cancel();
            selector.selectNow(); // completes the cancellation: the channel moves to another selector
            admit(stranger);
        } catch (IOException e) {
            dismiss(key, stranger, e);
        }
    }

    private void admit(Stranger stranger) throws IOException {
        Handshake.Hello hello = stranger.hello();
        Guest guest = expected.get(hello.worker());
        if (guest == null || !guest.admit(hello, stranger.channel())) {
            throw new IOException("not an expected worker");
        }
    }

    private void dismissSilent() {
        long now = System.nanoTime();
        for (SelectionKey key : Set.copyOf(selector.keys())) {
            if (key.isValid() && key.attachment() instanceof Stranger stranger && stranger.age(now) > STRANGER_NANOS) {
                dismiss(key, stranger, new IOException("silent for too long"));
            }
        }
    }

    private static void dismiss(SelectionKey key, Stranger stranger, IOException reason) {
        key.cancel();
        Log.info("a connection to the workers' socket was refused: " + reason.getMessage());
        stranger.close();
    }

    @Override
    public void close() {
        isClosed = true;
        for (SelectionKey key : Set.copyOf(selector.keys())) {
            if (key.attachment() instanceof Stranger stranger) {
                stranger.close();
            }
        }
        try {
            door.close();
            selector.close();
        } catch (IOException e) {
            Log.warn("the workers' socket was not closed", e);
        }
    }

    /** Somebody who has connected and not shown who it is. Reception's thread only, but for close. */
    private static final class Stranger {
        private final SocketChannel channel;
        private final ByteBuffer words = ByteBuffer.allocate(Handshake.HELLO);
        private final long sinceNanos = System.nanoTime();

        Stranger(SocketChannel channel) {
            this.channel = channel;
        }

        SocketChannel channel() {
            return channel;
        }

        boolean isHeard() throws IOException {
            if (channel.read(words) < 0) {
                throw new IOException("left without a word");
            }
            return !words.hasRemaining();
        }

        Handshake.Hello hello() throws IOException {
            return Handshake.decoded(words.flip());
        }

        long age(long now) {
            return now - sinceNanos;
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                Log.warn("a refused connection was not closed", e);
            }
        }
    }
}
