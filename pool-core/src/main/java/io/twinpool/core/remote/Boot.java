// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * What a child reads from its standard input, then at its end: how to reach and to trust its parent.
 *
 * @param address a Unix domain socket, or a port of the loopback interface
 * @param worker the number under which it was started
 * @param childSecret what it shows
 * @param parentSecret what it wants to be shown
 * @param arena the file of the shared memory, in the directory of the pool's temporary files
 * @param board the file of the memory that all workers of the pool share
 * @param sample a function to warm up with
 */
public record Boot(
        SocketAddress address,
        long worker,
        Secret childSecret,
        Secret parentSecret,
        Path arena,
        Path board,
        Encoded sample) {

    /**
     * For a child that is to warm up with the usual function.
     *
     * @param address a Unix domain socket, or a port of the loopback interface
     * @param worker the number under which it was started
     * @param childSecret what it shows
     * @param parentSecret what it wants to be shown
     * @param arena the file of the shared memory
     * @param board the memory that all workers of the pool share
     */
    public Boot(SocketAddress address, long worker, Secret childSecret, Secret parentSecret, Path arena, Board board) {
        this(address, worker, childSecret, parentSecret, arena, board.file(), WarmUp.sample());
    }

    /**
     * Writes it for the child.
     *
     * @param stream the child's standard input
     * @throws IOException if the child is gone
     */
    public void write(OutputStream stream) throws IOException {
        byte[] bytes = Scroll.bytes(this::writeTo);
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    private void writeTo(DataOutputStream out) throws IOException {
        boolean isPath = address instanceof UnixDomainSocketAddress;
        out.writeBoolean(isPath);
        if (isPath) {
            out.writeUTF(address.toString());
        } else {
            out.writeInt(((InetSocketAddress) address).getPort());
        }
        out.writeLong(worker);
        out.write(bytes(childSecret));
        out.write(bytes(parentSecret));
        out.writeUTF(arena.toString());
        out.writeUTF(board.toString());
        Scroll.putBytes(out, sample.bytes());
    }

    private static byte[] bytes(Secret secret) {
        byte[] bytes = new byte[Secret.BYTES];
        secret.bytes().get(bytes);
        return bytes;
    }

    static Boot read(InputStream stream) throws IOException {
        DataInputStream frame = new DataInputStream(stream);
        DataInputStream in = Scroll.stream(frame.readNBytes(frame.readInt()));
        return new Boot(
                address(in),
                in.readLong(),
                Secret.read(in),
                Secret.read(in),
                Path.of(in.readUTF()),
                Path.of(in.readUTF()),
                new Encoded(in.readNBytes(in.readInt())));
    }

    private static SocketAddress address(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? UnixDomainSocketAddress.of(in.readUTF())
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), in.readInt());
    }
}
