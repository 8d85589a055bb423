// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Serves the classes and resources of this JVM to the workers of one pool.
 *
 * <p>One thread for all of them. It runs no task and reads no result, so that a worker whose I/O thread is busy with those
 * gets its classes all the same; it begins with the first worker. Thread-safe.
 */
final class ClassServer implements AutoCloseable {
    private final String pool;
    private final ClassDesk desk;
    private final Queue<Client> arrivals = new ConcurrentLinkedQueue<>();
    private @Nullable Selector selector; // guarded by this; null: nobody has come yet
    private boolean isClosed; // guarded by this

    /** Makes one that nobody has come to, for a pool of that name. */
    ClassServer(String pool, Origins origins) {
        this.pool = pool;
        this.desk = new ClassDesk(origins);
    }

    /** A worker that may ask for classes. */
    private final class Client {
        private final String worker;
        private final SocketChannel link;
        private @Nullable ClassVisitor visitor; // made when it asks for something: most never do

        Client(String worker, SocketChannel link) {
            this.worker = worker;
            this.link = link;
        }

        boolean attend() throws IOException {
            ClassVisitor known = visitor;
            if (known == null) {
                known = new ClassVisitor(link, desk);
                visitor = known;
            }
            return known.attend();
        }

        void close() {
            try {
                link.close();
            } catch (IOException e) {
                throw new AssertionError("closing a socket does not fail", e);
            }
        }
    }

    /** Serves a worker of that name from now on, until the link is closed. */
    synchronized void serve(String worker, SocketChannel link) throws IOException {
        if (isClosed) {
            throw new ClosedChannelException();
        }
        arrivals.add(new Client(worker, link));
        if (selector == null) {
            selector = begun();
        }
        selector.wakeup();
    }

    private Selector begun() throws IOException {
        Selector opened = Selector.open();
        Thread thread = new Thread(null, () -> run(opened), pool + "-classes", 0, false);
        thread.setContextClassLoader(null); // not that of the application whose thread came first
        thread.setDaemon(true);
        thread.start();
        return opened;
    }

    /** Lets go of a link that was closed, whose descriptor the selector holds. */
    synchronized void leave() {
        if (selector != null) {
            selector.wakeup();
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        leave();
    }

    private synchronized boolean isOver() {
        return isClosed;
    }

    private void run(Selector links) {
        try (links) {
            while (!isOver()) {
                serve(links);
            }
        } catch (IOException e) {
            throw new AssertionError("a selector does not fail", e);
        }
    }

    private void serve(Selector links) throws IOException {
        try {
            links.select();
            admit(links);
            List<SelectionKey> ready = List.copyOf(links.selectedKeys());
            links.selectedKeys().clear();
            ready.forEach(this::attend);
        } catch (RuntimeException | Error e) { // no memory, say: the others are still served
            PoolLog.warn("a worker of " + pool + " may not have been given a class", e);
        }
    }

    private void admit(Selector links) {
        for (Client client = arrivals.poll(); client != null; client = arrivals.poll()) {
            try {
                client.link.register(links, SelectionKey.OP_READ, client);
            } catch (ClosedChannelException e) {
                client.close(); // its worker was quick to end
            } catch (RuntimeException | Error e) {
                client.close(); // it ends by that, and those behind it come in
                PoolLog.warn(client.worker + " is not given classes, and ends", e);
            }
        }
    }

    /** A worker that breaks the rules loses this link, and ends by that. */
    private void attend(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            key.interestOps(client.attend() ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
        } catch (IOException | RuntimeException | Error e) { // a frame that is cut short, no memory, or just closed
            boolean isNews = client.link.isOpen() && (!(e instanceof IOException) || e instanceof ProtocolException);
            try {
                if (isNews) { // else it has ended, and is told of elsewhere
                    PoolLog.warn(client.worker + " is given no more classes, and ends", e);
                }
            } finally {
                client.close();
            }
        }
    }
}
