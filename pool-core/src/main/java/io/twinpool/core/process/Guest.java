// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.core.remote.Handshake;
import io.twinpool.core.remote.Secret;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A worker that is expected: the secrets that it and this JVM show each other, and its links when they have come.
 * Thread-safe.
 */
final class Guest {
    private final long number;
    private final Secret childSecret = Secret.random();
    private final Secret parentSecret = Secret.random();
    private final Map<Handshake.Kind, CompletableFuture<SocketChannel>> links = new EnumMap<>(Handshake.Kind.class);

    Guest(long number) {
        this.number = number;
        for (Handshake.Kind kind : Handshake.Kind.values()) {
            links.put(kind, new CompletableFuture<>());
        }
    }

    long number() {
        return number;
    }

    Secret childSecret() {
        return childSecret;
    }

    Secret parentSecret() {
        return parentSecret;
    }

    /**
     * Answers the words of this worker, and lets its link in.
     *
     * @throws GoneException if the worker is gone, or nobody waits for it any more
     * @throws IOException if the words are not this worker's, or its link has come before
     */
    void admit(Handshake.Hello hello, SocketChannel channel) throws IOException {
        CompletableFuture<SocketChannel> link = link(hello.kind());
        if (!childSecret.matches(hello.secret()) || hasCome(link)) {
            throw new IOException("not an expected worker");
        }
        answer(channel);
        if (!link.complete(channel)) {
            throw new GoneException("nobody waits for that worker any more");
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        try {
            channel.write(parentSecret.bytes()); // a fresh socket has room for 32 bytes
        } catch (IOException e) {
            throw new GoneException("a worker has left: " + e.getMessage());
        }
    }

    private static boolean hasCome(CompletableFuture<SocketChannel> link) {
        return link.isDone() && !link.isCompletedExceptionally();
    }

    /** Ends the waiting for links. */
    void turnAway(Throwable reason) {
        links.values().forEach(link -> link.completeExceptionally(reason));
    }

    /** Closes the link that has come if the other has not. */
    void closeLinks() throws IOException {
        for (CompletableFuture<SocketChannel> link : links.values()) {
            if (hasCome(link)) {
                link.join().close();
            }
        }
    }

    /**
     * Waits for a link.
     *
     * @throws SocketTimeoutException if it does not come in time
     */
    SocketChannel await(Handshake.Kind kind, long seconds) throws IOException, InterruptedException {
        try {
            return link(kind).get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException reason ? reason : new IOException("it was turned away", e);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("did not connect within " + seconds + " s");
        }
    }

    private CompletableFuture<SocketChannel> link(Handshake.Kind kind) {
        CompletableFuture<SocketChannel> link = links.get(kind);
        if (link == null) {
            throw new AssertionError(kind);
        }
        return link;
    }
}
