// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.remote.Handshake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceptionTest {
    @TempDir
    Path directory;

    private static ByteBuffer hello(long worker, Guest guest) {
        return ByteBuffer.allocate(Handshake.HELLO)
                .putInt(0x54574E31)
                .putLong(worker)
                .put((byte) 0)
                .put(guest.childSecret().bytes())
                .flip();
    }

    private static boolean isRefused(SocketChannel channel) throws IOException {
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true; // reset, as it had not been read to its end
        }
    }

    @Test
    void whoShowsTheSecretIsLetInOnce() throws Exception {
        try (Reception reception = Reception.open("reception", directory.resolve("s"))) {
            Guest guest = reception.expect();
            try (SocketChannel child = SocketChannel.open(reception.address());
                    SocketChannel again = SocketChannel.open(reception.address())) {
                child.write(hello(guest.number(), guest));
                SocketChannel link = guest.await(Handshake.Kind.TASK, Items.LIMIT_SECONDS);
                again.write(hello(guest.number(), guest));

                assertThat(link.isOpen()).isTrue();
                ByteBuffer answer = ByteBuffer.allocate(32);
                child.read(answer);
                assertThat(answer.flip()).isEqualTo(guest.parentSecret().bytes());
                assertThat(isRefused(again)).isTrue();
            }
        }
    }

    @Test
    void strangersAreRefusedAndDisturbNobody() throws Exception {
        try (Reception reception = Reception.open("reception", directory.resolve("s"))) {
            Guest guest = reception.expect();
            Guest other = reception.expect();
            List<SocketChannel> silent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                silent.add(SocketChannel.open(reception.address()));
            }
            try (SocketChannel wrongSecret = SocketChannel.open(reception.address());
                    SocketChannel garbage = SocketChannel.open(reception.address());
                    SocketChannel unknown = SocketChannel.open(reception.address());
                    SocketChannel child = SocketChannel.open(reception.address())) {
                wrongSecret.write(hello(guest.number(), other));
                garbage.write(ByteBuffer.wrap(new byte[200]));
                unknown.write(hello(4711, guest));
                child.write(hello(guest.number(), guest));

                assertThat(guest.await(Handshake.Kind.TASK, Items.LIMIT_SECONDS).isOpen())
                        .isTrue();
                assertThat(isRefused(wrongSecret)).isTrue();
                assertThat(isRefused(garbage)).isTrue();
                assertThat(isRefused(unknown)).isTrue();
            }
            assertThat(isRefused(silent.get(0))).isTrue();
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    @Test
    void whoIsNotExpectedAnyMoreIsRefused() throws Exception {
        try (Reception reception = Reception.open("reception", directory.resolve("s"))) {
            Guest guest = reception.expect();
            reception.forget(guest);
            try (SocketChannel child = SocketChannel.open(reception.address())) {
                child.write(hello(guest.number(), guest));

                assertThat(isRefused(child)).isTrue();
            }
            assertThatThrownBy(() -> guest.await(Handshake.Kind.TASK, 0)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void withoutPlaceForASocketTheLoopbackInterfaceDoes() throws Exception {
        try (Reception reception = Reception.open("reception", null)) {
            Guest guest = reception.expect();
            try (SocketChannel child = SocketChannel.open(reception.address())) {
                child.write(hello(guest.number(), guest));

                assertThat(guest.await(Handshake.Kind.TASK, Items.LIMIT_SECONDS).isOpen())
                        .isTrue();
            }
        }
    }

    @Test
    void theDirectoryIsTheOwnersAlone() throws Exception {
        try (PrivateDirectory made = PrivateDirectory.create()) {
            assertThat(java.nio.file.Files.getPosixFilePermissions(
                            made.file("x").getParent()))
                    .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        }
    }
}
