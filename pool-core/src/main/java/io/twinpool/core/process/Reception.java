// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.core.remote.Handshake;
import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 1_000; // at least so often while there is anything to tell
    private static final int MOST_STRANGERS = 256;
    private static final int MOST_ACCEPTED = 64; // between two looks at those who are here

    private final String name;
    private final ServerSocketChannel door;
    private final Selector selector;
    private final SelectionKey doorKey;
    private boolean isFull; // reception's thread only: nobody could be let in at the last look
    private final Map<Long, Guest> expected = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final long patienceNanos;
    private final Deque<Stranger> strangers = new ArrayDeque<>(); // reception's thread only; the oldest first
    private final Refusals refusals; // reception's thread only
    private volatile boolean isClosed;

    private Reception(String name, ServerSocketChannel door, Duration patience) throws IOException {
        this.name = name;
        this.refusals = new Refusals(name);
        this.door = door;
        this.patienceNanos = patience.toNanos();
        selector = Selector.open();
        try {
            door.configureBlocking(false);
            doorKey = door.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException | Error e) {
            selector.close();
            throw e;
        }
    }

    /** Listens on a Unix domain socket, or on the loopback interface where there is no such thing. */
    static Reception open(String threadName, @Nullable Path socket) throws IOException {
        return open(threadName, socket, PATIENCE);
    }

    /** Opens one that sends strangers away who have not shown who they are in that time. */
    static Reception open(String threadName, @Nullable Path socket, Duration patience) throws IOException {
        ServerSocketChannel door = bound(socket);
        try {
            Reception reception = new Reception(threadName, door, patience);
            reception.begin();
            return reception;
        } catch (IOException | RuntimeException | Error e) { // no file descriptor, or no thread
            door.close(); // else the next one could not listen there
            if (socket != null) {
                Files.deleteIfExists(socket);
            }
            throw e;
        }
    }

    private void begin() {
        try {
            Thread thread = new Thread(null, this::serve, name, 256 * 1024);
            thread.setDaemon(true);
            thread.start();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static ServerSocketChannel bound(@Nullable Path socket) throws IOException {
        if (socket != null) {
            try {
                return bound(ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(socket));
            } catch (UnsupportedOperationException e) { // of this system
                PoolLog.debug("no Unix domain socket at " + socket + ": " + e);
            } catch (IOException e) { // of this file system, unless nothing can be made there just now
                requireRoomFor(socket, e);
                PoolLog.debug("no Unix domain socket at " + socket + ": " + e);
            }
        }
        return bound(ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Another file can be made there; else throws: the next start tries again, and none of them goes to the network for that. */
    private static void requireRoomFor(Path socket, IOException noSocket) throws IOException {
        try {
            Files.delete(Files.createFile(socket));
        } catch (IOException e) {
            noSocket.addSuppressed(e);
            throw noSocket;
        }
    }

    private static ServerSocketChannel bound(ServerSocketChannel door, SocketAddress address) throws IOException {
        try {
            return door.bind(address, 128);
        } catch (IOException | RuntimeException | Error e) {
            door.close();
            throw e;
        }
    }

    SocketAddress address() throws IOException {
        return door.getLocalAddress();
    }

    /** {@return whether there is a way to it: a socket in the file system may be removed} */
    boolean isReachable() throws IOException {
        return !(address() instanceof UnixDomainSocketAddress address) || Files.exists(address.getPath());
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
                selector.select(selectMillis());
                listenAtDoor();
                List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
                selector.selectedKeys().clear();
                ready.forEach(this::handle);
                dismissSilent();
                if (!isClosed) { // else they are those who were waiting just then
                    refusals.tell();
                }
            } catch (IOException | RuntimeException | Error e) { // of one connection: the others still come
                if (!isClosed) {
                    PoolLog.warn(name + ": a worker may not have been let in", e);
                }
            }
        }
    }

    /** Nobody has to be woken for while nobody waits. */
    private long selectMillis() {
        boolean isQuiet = strangers.isEmpty() && !refusals.areUntold() && !isFull;
        return isQuiet ? 0 : Math.max(1, Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(patienceNanos) / 5));
    }

    /** Who could not be let in for want of file descriptors, say, still waits there: asking again at once would be all it does. */
    private void restFromDoor() {
        isFull = true;
        doorKey.interestOps(0);
    }

    private void listenAtDoor() {
        if (isFull) {
            isFull = false;
            doorKey.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void handle(SelectionKey key) {
        if (key.attachment() instanceof Stranger stranger) {
            listen(stranger);
        } else {
            accept();
        }
    }

    /** All who wait, so that a worker behind a crowd gets in as soon as the crowd has come. */
    private void accept() {
        try {
            for (int i = 0; i < MOST_ACCEPTED; i++) {
                SocketChannel channel = door.accept();
                if (channel == null) {
                    return;
                }
                receive(channel);
            }
        } catch (IOException e) {
            if (!isClosed) {
                PoolLog.warn(name + ": a worker was not let in", e);
                restFromDoor();
            }
        }
    }

    /** When it is crowded the oldest must go: a worker speaks at once, so it is not among them. */
    private void receive(SocketChannel channel) throws IOException {
        Stranger stranger;
        try {
            if (strangers.size() == MOST_STRANGERS) {
                dismiss(strangers.element(), "silent while others came");
            }
            channel.configureBlocking(false);
            stranger = registered(channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
        strangers.add(stranger);
        listen(stranger); // it may have spoken already
    }

    /** Not while the selector is closed by another thread: the JDK's does not bear that, and nobody would close the channel. */
    private synchronized Stranger registered(SocketChannel channel) throws IOException {
        if (isClosed) {
            throw new ClosedChannelException();
        }
        return Stranger.at(channel, selector);
    }

    private void listen(Stranger stranger) {
        if (!stranger.isHere()) {
            return; // dismissed meanwhile
        }
        try {
            if (!stranger.isHeard()) {
                return;
            }
            stranger.leave();
            selector.selectNow(); // completes the cancellation: the channel moves to another selector
            admit(stranger);
            strangers.remove(stranger);
        } catch (GoneException e) {
            part(stranger);
            PoolLog.debug("a connection to the workers' socket has ended: " + e.getMessage());
        } catch (IOException e) {
            String message = e.getMessage();
            dismiss(stranger, message == null ? e.toString() : message);
        }
    }

    private void admit(Stranger stranger) throws IOException {
        Handshake.Hello hello = stranger.hello();
        Guest guest = expected.get(hello.worker());
        if (guest == null && hello.worker() > 0 && hello.worker() <= numbers.get()) {
            throw new GoneException("nobody waits for that worker any more");
        } else if (guest == null) {
            throw new IOException("not an expected worker");
        }
        guest.admit(hello, stranger.channel());
    }

    private void dismissSilent() {
        long now = System.nanoTime();
        while (!strangers.isEmpty() && strangers.element().age(now) > patienceNanos) {
            dismiss(strangers.element(), "silent for too long");
        }
    }

    private void dismiss(Stranger stranger, String reason) {
        part(stranger);
        refusals.add(reason);
    }

    private void part(Stranger stranger) {
        strangers.remove(stranger);
        stranger.leave();
        stranger.close();
    }

    @Override
    public void close() {
        isClosed = true;
        expected.values().forEach(guest -> guest.turnAway(new IOException("the workers' socket was closed")));
        for (SelectionKey key : keys()) {
            if (key.attachment() instanceof Stranger stranger) {
                stranger.close();
            }
        }
        try {
            door.close();
            selector.close();
        } catch (IOException e) {
            PoolLog.warn(name + ": the workers' socket was not closed", e);
        }
    }

    /** {@return those that are there; once this is closed, none is added to them} */
    private synchronized Set<SelectionKey> keys() {
        return Set.copyOf(selector.keys());
    }
}
