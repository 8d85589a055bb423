// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.Args3;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class ValuesTest {
    private final ByteBuffer buffer = Wire.buffer();

    private @Nullable Object there(@Nullable Object value) throws ProtocolException {
        buffer.clear();
        Values.put(buffer, value);
        assertThat(buffer.position()).isEqualTo((int) Values.size(value));
        buffer.flip();
        Object back = Values.get(buffer, Bulk.NONE);
        assertThat(buffer.hasRemaining()).isFalse();
        return back;
    }

    @Property
    void everyScalarComesBackAsItWas(@ForAll("scalars") Object value) throws Exception {
        assertThat(there(value)).isEqualTo(value).hasSameClassAs(value);
    }

    @Provide
    Arbitrary<Object> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.shorts().map(Object.class::cast),
                Arbitraries.bytes().map(Object.class::cast),
                Arbitraries.floats().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.integers().between(0, 0xFFFF).map(c -> (char) (int) c),
                anyString());
    }

    /** Lone surrogates too. */
    private static Arbitrary<Object> anyString() {
        Arbitrary<Character> chars = Arbitraries.integers().between(0, 0xFFFF).map(c -> (char) (int) c);
        Arbitrary<Character> latin = Arbitraries.integers().between(0, 0xFF).map(c -> (char) (int) c);
        return Arbitraries.oneOf(chars, latin).list().ofMaxSize(300).map(ValuesTest::text);
    }

    private static String text(List<Character> chars) {
        StringBuilder text = new StringBuilder();
        chars.forEach(text::append);
        return text.toString();
    }

    @Example
    void nullComesBack() throws Exception {
        assertThat(there(null)).isNull();
    }

    @Example
    void notANumberKeepsItsBits() throws Exception {
        double odd = Double.longBitsToDouble(0x7ff8_0000_dead_beefL);

        Double back = (Double) there(odd);

        assertThat(back).isNotNull();
        assertThat(Double.doubleToRawLongBits(back)).isEqualTo(0x7ff8_0000_dead_beefL);
    }

    @Example
    void loneSurrogatesSurvive() throws Exception {
        assertThat(there("a\uD800b\uDFFF")).isEqualTo("a\uD800b\uDFFF");
    }

    @Property
    void everyArrayComesBackAsItWas(@ForAll("arrays") Object array) throws Exception {
        assertThat(there(array)).isEqualTo(array);
    }

    @Provide
    Arbitrary<Object> arrays() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(500).map(Object.class::cast),
                Arbitraries.shorts().array(short[].class).ofMaxSize(500).map(Object.class::cast),
                Arbitraries.chars().array(char[].class).ofMaxSize(500).map(Object.class::cast),
                Arbitraries.integers().array(int[].class).ofMaxSize(500).map(Object.class::cast),
                Arbitraries.longs().array(long[].class).ofMaxSize(500).map(Object.class::cast),
                Arbitraries.floats().array(float[].class).ofMaxSize(500).map(Object.class::cast),
                Arbitraries.doubles().array(double[].class).ofMaxSize(500).map(Object.class::cast),
                Arbitraries.of(true, false)
                        .array(boolean[].class)
                        .ofMaxSize(500)
                        .map(Object.class::cast));
    }

    @Property
    void rowsOfScalarsAreDirect(@ForAll("scalars") Object first, @ForAll("scalars") Object second) throws Exception {
        Object two = Args2.of(first, second);
        Object three = Args3.of(second, first, "x");

        assertThat(Values.isDirect(two)).isTrue();
        assertThat(there(two)).isEqualTo(two);
        assertThat(there(three)).isEqualTo(three);
    }

    @Example
    void rowsWithOtherThingsAreObjectsForTheCodec() {
        assertThat(Values.isDirect(Args2.of(1, new int[1]))).isFalse();
        assertThat(Values.isDirect(Args2.of(List.of(), 1))).isFalse();
        assertThat(Values.isDirect(Args2.of("x".repeat(Values.INLINE), 1))).isFalse();
        assertThat(Values.isDirect(List.of())).isFalse();
        assertThat(Values.isDirect(new String[0])).isFalse();
    }

    @Property
    void garbageIsRefused(@ForAll @Size(max = 60) byte[] garbage) {
        ByteBuffer in = ByteBuffer.wrap(garbage).order(buffer.order());
        try {
            while (in.hasRemaining()) {
                Values.get(in, Bulk.NONE);
            }
        } catch (ProtocolException | BufferUnderflowException e) {
            assertThat(e).isNotNull();
        }
    }

    @Example
    void lengthsAreCheckedBeforeAnythingIsAllocated() {
        buffer.clear();
        buffer.put((byte) 10).putInt(Integer.MAX_VALUE).put((byte) 'x').flip();

        assertThatThrownBy(() -> Values.get(buffer, Bulk.NONE))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("2147483647");
    }

    @Example
    void whatDoesNotFitSaysWhichHeapAndWhatToRaise() {
        long heap = Runtime.getRuntime().maxMemory();
        Crossing far = new Crossing(JavaCodec.trusting());
        Crossing near = new Crossing(JavaCodec.filtering(null, new Origins()));
        ClassLoader loader = ClassLoader.getSystemClassLoader();

        assertThatThrownBy(() -> far.unpacked("argument", new TooLarge(4711), loader))
                .hasMessage("argument of 4711 bytes does not fit into the heap of the worker (at most " + heap
                        + " bytes): raise maxHeap");
        assertThatThrownBy(() -> near.unpacked("result", new TooLarge(4711), loader))
                .hasMessage("result of 4711 bytes does not fit into the heap of this JVM (at most " + heap
                        + " bytes): raise -Xmx");
    }
}
