// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class LinkTest {
    private static final List<Integer> EDGES = List.of(
            0,
            1,
            Values.INLINE - 6,
            Values.INLINE - 5,
            Values.INLINE,
            Wire.CAPACITY - 1,
            Wire.CAPACITY,
            Wire.CAPACITY + 1,
            3 * Wire.CAPACITY + 7,
            1_000_003);

    @Example
    void arraysOfEverySizeCross() throws Exception {
        try (LinkPair pair = LinkPair.open()) {
            Outlet outlet = new Outlet(pair.one());
            Inlet inlet = new Inlet(pair.other(), Wire.CAPACITY);
            for (int size : EDGES) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                assertThat(there(outlet, inlet, bytes)).isEqualTo(bytes);
                double[] numbers = new Random(size).doubles(size / 8).toArray();
                assertThat(there(outlet, inlet, numbers)).isEqualTo(numbers);
            }
            assertThat(there(outlet, inlet, "\uD800" + "z".repeat(200_000))).isEqualTo("\uD800" + "z".repeat(200_000));
            assertThat(there(outlet, inlet, "z".repeat(200_000))).isEqualTo("z".repeat(200_000));
        }
    }

    private static @Nullable Object there(Outlet outlet, Inlet inlet, Object value) throws Exception {
        boolean isSent = false;
        boolean isAhead = Values.size(value) <= Values.INLINE;
        if (!isAhead) {
            outlet.sendAhead(Values.bulk(value));
        }
        while (true) {
            boolean isGone = outlet.flush();
            if (isGone && !isSent) {
                Wire.putOutcome(outlet.buffer(), Wire.SUCCESS, 7, value);
                isSent = true;
            }
            inlet.fill();
            if (inlet.next() == Wire.SUCCESS) {
                ByteBuffer body = inlet.open();
                assertThat(body.getInt()).isEqualTo(7);
                Object back = Values.get(body, inlet.bulk());
                inlet.close();
                return back;
            }
        }
    }

    @Property(tries = 200)
    void framesAreWholeHoweverTheyArrive(
            @ForAll @Size(max = 20) List<@IntRange(max = 9000) Integer> sizes, @ForAll long seed) throws Exception {
        ByteBuffer stream = ByteBuffer.allocate(400_000).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < sizes.size(); i++) {
            byte[] bytes = new byte[sizes.get(i)];
            Arrays.fill(bytes, (byte) i);
            if (Values.size(bytes) > Values.INLINE) {
                Wire.putBulk(stream, ArrayKind.BYTES, bytes.length);
                stream.put(bytes);
            }
            Wire.putOutcome(stream, Wire.SUCCESS, i, bytes);
        }
        stream.flip();
        int length = stream.limit();
        try (LinkPair pair = LinkPair.open()) {
            Inlet inlet = new Inlet(pair.other(), Wire.CAPACITY);
            Random random = new Random(seed);
            int seen = 0;
            while (seen < sizes.size()) {
                if (stream.hasRemaining()) {
                    int piece = Math.min(stream.remaining(), 1 + random.nextInt(5000));
                    int written = pair.one().write(stream.slice(stream.position(), piece));
                    stream.position(stream.position() + written);
                }
                inlet.fill();
                while (inlet.next() != Wire.NONE) {
                    ByteBuffer body = inlet.open();
                    assertThat(body.getInt()).isEqualTo(seen);
                    byte[] expected = new byte[sizes.get(seen)];
                    Arrays.fill(expected, (byte) seen);
                    assertThat(Values.get(body, inlet.bulk())).isEqualTo(expected);
                    inlet.close();
                    seen++;
                }
            }
            assertThat(inlet.position()).isEqualTo(length);
        }
    }

    @Example
    void aFrameThatIsTooLongIsRefused() throws Exception {
        try (LinkPair pair = LinkPair.open()) {
            ByteBuffer lie = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
            lie.putInt(Integer.MAX_VALUE).put(Wire.SUCCESS).flip();
            pair.one().write(lie);
            Inlet inlet = new Inlet(pair.other(), Wire.CAPACITY);
            while (!inlet.fill()) {
                Thread.onSpinWait();
            }

            assertThatThrownBy(inlet::next)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("2147483647");
        }
    }

    @Example
    void anArrayThatCannotBeHeldIsSkippedAndSaidSo() throws Exception {
        Bulk bulk = new Bulk();

        bulk.begin(ArrayKind.LONGS.code(), Integer.MAX_VALUE);

        assertThat(bulk.isArriving()).isTrue();
        assertThat(bulk.take()).isEqualTo(new TooLarge(8L * Integer.MAX_VALUE));
    }

    /** Beyond what is reserved before any of it has come. */
    @Example
    void anArrayThatGrowsAsItComesIsWhole() throws Exception {
        long[] numbers = new long[(70 << 20) / 8];
        Arrays.setAll(numbers, i -> i);
        try (LinkPair pair = LinkPair.open()) {
            assertThat(there(new Outlet(pair.one()), new Inlet(pair.other(), Wire.CAPACITY), numbers))
                    .isEqualTo(numbers);
        }
    }

    @Example
    void theEndOfTheOtherHalfIsAnException() throws Exception {
        try (LinkPair pair = LinkPair.open()) {
            Inlet inlet = new Inlet(pair.other(), Wire.CAPACITY);
            pair.one().close();

            assertThatThrownBy(() -> {
                        while (true) {
                            inlet.fill();
                        }
                    })
                    .isInstanceOf(LinkClosedException.class);
        }
    }
}
