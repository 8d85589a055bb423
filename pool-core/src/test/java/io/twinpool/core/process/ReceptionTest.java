// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.remote.Handshake;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Limits;
import io.twinpool.core.testing.Logged;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class ReceptionTest {
    private static final Duration NEVER = Duration.ofDays(1);

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
        try (Reception reception = reception(true, NEVER)) {
            Guest guest = reception.expect();
            try (SocketChannel child = SocketChannel.open(reception.address());
                    SocketChannel again = SocketChannel.open(reception.address())) {
                child.write(hello(guest.number(), guest));
                SocketChannel link = guest.await(Handshake.Kind.TASK, Limits.WAIT.toSeconds());
                again.write(hello(guest.number(), guest));

                assertThat(link.isOpen()).isTrue();
                ByteBuffer answer = ByteBuffer.allocate(32);
                child.read(answer);
                assertThat(answer.flip()).isEqualTo(guest.parentSecret().bytes());
                assertThat(isRefused(again)).isTrue();
            }
        }
    }

    /** API.md 5: loopback where there is no socket in the file system; not where nothing can be made there just now. */
    @Test
    void nobodyListensOnTheNetworkForWantOfAFile() {
        Path nowhere = directory.resolve("gone").resolve("s");

        assertThatThrownBy(() -> Reception.open("reception", nowhere)).isInstanceOf(IOException.class);
    }

    /** A socket in the directory, and the loopback interface. */
    static Stream<Arguments> doors() {
        return Stream.of(Arguments.of(true), Arguments.of(false));
    }

    private Reception reception(boolean isUnix, Duration patience) throws IOException {
        return Reception.open("reception", isUnix ? directory.resolve("s") : null, patience);
    }

    private static void assertIsLetIn(Reception reception, Guest guest) throws Exception {
        try (SocketChannel child = SocketChannel.open(reception.address())) {
            child.write(hello(guest.number(), guest));

            assertThat(guest.await(Handshake.Kind.TASK, Limits.WAIT.toSeconds()).isOpen())
                    .isTrue();
        }
    }

    /** Threat S3: right path, no secret. */
    @ParameterizedTest
    @MethodSource("doors")
    void strangersAreRefusedAndDisturbNobody(boolean isUnix) throws Exception {
        try (Reception reception = reception(isUnix, NEVER)) {
            Guest guest = reception.expect();
            Guest other = reception.expect();
            try (SocketChannel wrongSecret = SocketChannel.open(reception.address());
                    SocketChannel garbage = SocketChannel.open(reception.address());
                    SocketChannel hugeLength = SocketChannel.open(reception.address());
                    SocketChannel unknown = SocketChannel.open(reception.address())) {
                wrongSecret.write(hello(guest.number(), other));
                garbage.write(ByteBuffer.wrap(new byte[200]));
                hugeLength.write(ByteBuffer.allocate(Handshake.HELLO)
                        .putInt(0, Integer.MAX_VALUE)
                        .putLong(4, Long.MAX_VALUE));
                unknown.write(hello(4711, guest));

                assertIsLetIn(reception, guest);
                for (SocketChannel stranger : List.of(wrongSecret, garbage, hugeLength, unknown)) {
                    assertThat(isRefused(stranger)).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void theSilentAreRefusedAfterAWhile(boolean isUnix) throws Exception {
        try (Reception reception = reception(isUnix, Duration.ofMillis(50));
                SocketChannel silent = SocketChannel.open(reception.address());
                SocketChannel slow = SocketChannel.open(reception.address())) {
            sayLate(slow, 0x54, 0x57);

            assertThat(isRefused(silent)).isTrue();
            assertThat(isRefused(slow)).isTrue();
        }
    }

    private static void sayLate(SocketChannel stranger, int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length);
        IntStream.of(words).forEach(word -> bytes.put((byte) word));
        try {
            stranger.write(bytes.flip());
        } catch (IOException e) {
            assertThat(e).as("refused before it has spoken").hasMessageContaining("Broken pipe");
        }
    }

    /** Threat S3, as with connections that say a byte now and then: a crowd at the door keeps no worker out. */
    @ParameterizedTest
    @MethodSource("doors")
    void aWorkerIsLetInThroughACrowdOfSilentStrangers(boolean isUnix) throws Exception {
        List<SocketChannel> crowd = new ArrayList<>();
        try (Reception reception = reception(isUnix, NEVER)) {
            for (int i = 0; i < 300; i++) {
                crowd.add(SocketChannel.open(reception.address()));
            }

            assertIsLetIn(reception, reception.expect());

            assertThat(isRefused(crowd.get(0))).isTrue();
        } finally {
            for (SocketChannel stranger : crowd) {
                stranger.close();
            }
        }
    }

    @Test
    void whatAStrangerHasOverheardDoesNotLetItIn() throws Exception {
        try (Reception reception = reception(true, NEVER)) {
            Guest guest = reception.expect();
            assertIsLetIn(reception, guest);
            try (SocketChannel replayed = SocketChannel.open(reception.address())) {
                replayed.write(hello(guest.number(), guest));

                assertThat(isRefused(replayed)).isTrue();
            }
        }
    }

    /** Row 68: one line for a burst, not one for each. */
    @Test
    void aBurstOfStrangersIsFewLines() throws Exception {
        try (Logged logged = new Logged();
                Reception reception = reception(true, NEVER)) {
            for (int i = 0; i < 200; i++) {
                try (SocketChannel stranger = SocketChannel.open(reception.address())) {
                    stranger.write(ByteBuffer.wrap(new byte[Handshake.HELLO]));
                    assertThat(isRefused(stranger)).isTrue();
                }
            }
            Eventually.until("a line", () -> !logged.at(Level.WARNING).isEmpty());

            assertThat(logged.at(Level.WARNING)).hasSizeLessThan(20).allMatch(line -> line.contains("refused"));
        }
    }

    /** What is told first is of the stranger that comes last. */
    private static void assertNothingElseIsToldThanOfAStranger(Logged logged, Reception reception) throws Exception {
        try (SocketChannel stranger = SocketChannel.open(reception.address())) {
            stranger.write(ByteBuffer.wrap(new byte[Handshake.HELLO]));
            assertThat(isRefused(stranger)).isTrue();
        }
        Eventually.until("a line", () -> !logged.at(Level.WARNING).isEmpty());
        assertThat(logged.at(Level.WARNING))
                .singleElement()
                .asString()
                .isEqualTo("reception: 1 connection to the workers' socket refused: not a worker");
    }

    /** A pool that is closed while a worker starts is quiet about it. */
    @Test
    void aWorkerThatHasEndedBeforeItIsLetInIsNotToldAsAStranger() throws Exception {
        try (Logged logged = new Logged();
                Reception reception = reception(true, NEVER)) {
            Guest guest = reception.expect();
            guest.turnAway(new IOException("it has ended"));
            try (SocketChannel child = SocketChannel.open(reception.address())) {
                child.write(hello(guest.number(), guest));
                child.read(ByteBuffer.allocate(32)); // the answer
                assertThat(isRefused(child)).isTrue();
            }

            assertNothingElseIsToldThanOfAStranger(logged, reception);
        }
    }

    @Test
    void aWorkerThatCannotBeAnsweredIsNotToldAsAStranger() throws Exception {
        try (Logged logged = new Logged();
                Reception reception = reception(true, NEVER)) {
            Guest guest = reception.expect();
            try (SocketChannel child = SocketChannel.open(reception.address())) {
                child.shutdownInput();
                child.write(hello(guest.number(), guest));
            }

            assertNothingElseIsToldThanOfAStranger(logged, reception);
            assertThatThrownBy(() -> guest.await(Handshake.Kind.TASK, 0))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("did not connect within 0 s")
                    .hasNoCause();
        }
    }

    @Test
    void whoIsNotExpectedAnyMoreIsRefused() throws Exception {
        try (Reception reception = reception(true, NEVER)) {
            Guest guest = reception.expect();
            reception.forget(guest);
            try (SocketChannel child = SocketChannel.open(reception.address())) {
                child.write(hello(guest.number(), guest));

                assertThat(isRefused(child)).isTrue();
            }
            assertThatThrownBy(() -> guest.await(Handshake.Kind.TASK, 0)).isInstanceOf(IOException.class);
        }
    }

    /** reliability 75, 77: what a start met for want of threads, say, does not stand in the way of the next one. */
    @Test
    @SuppressWarnings("NullAway") // so that it has no thread
    void whatCouldNotBeOpenedCanBeOpenedAgain() throws Exception {
        Path socket = directory.resolve("s");
        assertThatThrownBy(() -> Reception.open(null, socket)).isInstanceOf(NullPointerException.class);

        try (Reception reception = Reception.open("reception", socket, NEVER)) {
            assertIsLetIn(reception, reception.expect());
        }
    }

    @Test
    void withoutPlaceForASocketTheLoopbackInterfaceDoes() throws Exception {
        try (Reception reception = reception(false, NEVER)) {
            Guest guest = reception.expect();
            try (SocketChannel child = SocketChannel.open(reception.address())) {
                child.write(hello(guest.number(), guest));

                assertThat(guest.await(Handshake.Kind.TASK, Limits.WAIT.toSeconds())
                                .isOpen())
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
