// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.Args2;
import io.twinpool.Args3;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values that cross in a form of their own, without running anybody's code: a tag, then
 *
 * <pre>
 *   NULL TRUE FALSE REFUSED                       nothing
 *   BYTE SHORT CHAR INT LONG FLOAT DOUBLE         1, 2, 2, 4, 8, 4, 8 bytes
 *   LATIN1, UTF16                                 int length, that many bytes or chars
 *   ARRAY                                         byte {@link ArrayKind}, int length, the elements
 *   ENCODED                                       int length, the bytes of a {@link Codec}
 *   ARGS2, ARGS3                                  two or three values that are no arrays and not ENCODED
 *   BULK_ARRAY BULK_LATIN1 BULK_UTF16 BULK_ENCODED   nothing: it is the next array of the BULK frames before this frame
 * </pre>
 *
 * <p>Strings cross as their chars, so that lone surrogates survive. What takes more than {@link #INLINE} bytes goes
 * ahead of its frame in a BULK frame.
 */
final class Values {
    /** The largest value that travels inside a frame. */
    static final int INLINE = 8 * 1024;

    /** Stands for an argument that could not be written; the sender knows why. */
    static final Object REFUSED = new Object();

    private static final byte TAG_NULL = 0;
    private static final byte TAG_TRUE = 1;
    private static final byte TAG_FALSE = 2;
    private static final byte TAG_BYTE = 3;
    private static final byte TAG_SHORT = 4;
    private static final byte TAG_CHAR = 5;
    private static final byte TAG_INT = 6;
    private static final byte TAG_LONG = 7;
    private static final byte TAG_FLOAT = 8;
    private static final byte TAG_DOUBLE = 9;
    private static final byte TAG_LATIN1 = 10;
    private static final byte TAG_UTF16 = 11;
    private static final byte TAG_ARRAY = 12;
    private static final byte TAG_ENCODED = 13;
    private static final byte TAG_ARGS2 = 14;
    private static final byte TAG_ARGS3 = 15;
    private static final byte TAG_REFUSED = 16;
    private static final byte TAG_BULK_ARRAY = 17;
    private static final byte TAG_BULK_LATIN1 = 18;
    private static final byte TAG_BULK_UTF16 = 19;
    private static final byte TAG_BULK_ENCODED = 20;

    private Values() {}

    /** {@return whether a value has a form of its own, as null has; {@link Encoded} is one} */
    static boolean isDirect(Object value) {
        return isScalar(value)
                || value instanceof Encoded
                || value == REFUSED
                || ArrayKind.of(value) != null
                || isRow(value);
    }

    /** {@return whether it is direct and nobody can change it} */
    static boolean isScalar(@Nullable Object value) {
        return value == null
                || value instanceof Integer
                || value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Float
                || value instanceof Character
                || value instanceof Byte
                || value instanceof Short;
    }

    /** A row is written in place only if no part of it can be shared or large: else it is one object for the codec. */
    private static boolean isRow(Object value) {
        if (value instanceof Args2<?, ?> row) {
            return isScalar(row.first()) && isScalar(row.second()) && size(row) <= INLINE;
        }
        return value instanceof Args3<?, ?, ?> row
                && isScalar(row.first())
                && isScalar(row.second())
                && isScalar(row.third())
                && size(row) <= INLINE;
    }

    /** {@return how many bytes {@link #put} takes for a direct value} */
    static long size(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Float) {
            return 5;
        } else if (value == null || value instanceof Boolean || value == REFUSED) {
            return 1;
        } else if (value instanceof String text) {
            return 5 + (isLatin1(text) ? (long) text.length() : 2L * text.length());
        } else if (value instanceof Long || value instanceof Double) {
            return 9;
        } else if (value instanceof Byte) {
            return 2;
        } else if (value instanceof Short || value instanceof Character) {
            return 3;
        } else if (value instanceof Encoded encoded) {
            return 5 + (long) encoded.bytes().length;
        } else if (value instanceof Args2<?, ?> row) {
            return 1 + size(row.first()) + size(row.second());
        } else if (value instanceof Args3<?, ?, ?> row) {
            return 1 + size(row.first()) + size(row.second()) + size(row.third());
        }
        return 6 + kind(value).bytes(Array.getLength(value));
    }

    /** Writes a direct value. */
    static void put(ByteBuffer out, @Nullable Object value) {
        if (value instanceof Integer number) {
            out.put(TAG_INT).putInt(number);
        } else if (value == null) {
            out.put(TAG_NULL);
        } else if (value instanceof String text) {
            putText(out, text);
        } else if (value instanceof Number number) {
            putNumber(out, number);
        } else if (value instanceof Boolean truth) {
            out.put(truth ? TAG_TRUE : TAG_FALSE);
        } else if (value instanceof Character letter) {
            out.put(TAG_CHAR).putChar(letter);
        } else {
            putCompound(out, value);
        }
    }

    private static void putNumber(ByteBuffer out, Number number) {
        if (number instanceof Long) {
            out.put(TAG_LONG).putLong(number.longValue());
        } else if (number instanceof Double) {
            out.put(TAG_DOUBLE).putDouble(number.doubleValue());
        } else if (number instanceof Float) {
            out.put(TAG_FLOAT).putFloat(number.floatValue());
        } else if (number instanceof Short) {
            out.put(TAG_SHORT).putShort(number.shortValue());
        } else {
            out.put(TAG_BYTE).put(number.byteValue());
        }
    }

    private static void putCompound(ByteBuffer out, Object value) {
        if (value instanceof Encoded encoded) {
            out.put(TAG_ENCODED).putInt(encoded.bytes().length).put(encoded.bytes());
        } else if (value instanceof Args2<?, ?> row) {
            put(out.put(TAG_ARGS2), row.first());
            put(out, row.second());
        } else if (value instanceof Args3<?, ?, ?> row) {
            put(out.put(TAG_ARGS3), row.first());
            put(out, row.second());
            put(out, row.third());
        } else if (value == REFUSED) {
            out.put(TAG_REFUSED);
        } else {
            ArrayKind kind = kind(value);
            int length = Array.getLength(value);
            out.put(TAG_ARRAY).put(kind.code()).putInt(length);
            kind.put(out, value, 0, length);
        }
    }

    private static void putText(ByteBuffer out, String text) {
        if (isLatin1(text)) {
            out.put(TAG_LATIN1).putInt(text.length()).put(text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            out.put(TAG_UTF16).putInt(text.length());
            out.asCharBuffer().put(text);
            out.position(out.position() + 2 * text.length());
        }
    }

    /** {@return the array that must cross in a BULK frame for a large direct value} */
    static Object bulk(Object value) {
        if (value instanceof String text) {
            return isLatin1(text) ? text.getBytes(StandardCharsets.ISO_8859_1) : text.toCharArray();
        }
        return value instanceof Encoded encoded ? encoded.bytes() : value;
    }

    /** Writes what stands for a large direct value in its frame. */
    static void putBulk(ByteBuffer out, Object value) {
        if (value instanceof String text) {
            out.put(isLatin1(text) ? TAG_BULK_LATIN1 : TAG_BULK_UTF16);
        } else {
            out.put(value instanceof Encoded ? TAG_BULK_ENCODED : TAG_BULK_ARRAY);
        }
    }

    /** {@return whether the value whose tag is at a place is {@link Encoded}: user code is needed to read it} */
    static boolean isEncoded(ByteBuffer in, int at) {
        byte tag = in.get(at);
        return tag == TAG_ENCODED || tag == TAG_BULK_ENCODED;
    }

    /**
     * Reads a value; runs nobody's code.
     *
     * @param bulk the arrays that came ahead of the frame
     * @return the value; an {@link Encoded} for the codec, {@link #REFUSED}, or a {@link TooLarge}
     */
    static @Nullable Object get(ByteBuffer in, Bulk bulk) throws ProtocolException {
        byte tag = in.get();
        return switch (tag) {
            case TAG_INT -> in.getInt();
            case TAG_NULL -> null;
            case TAG_TRUE -> true;
            case TAG_FALSE -> false;
            case TAG_LONG -> in.getLong();
            case TAG_DOUBLE -> in.getDouble();
            case TAG_FLOAT -> in.getFloat();
            case TAG_BYTE -> in.get();
            case TAG_SHORT -> in.getShort();
            case TAG_CHAR -> in.getChar();
            case TAG_LATIN1 -> new String(getBytes(in), StandardCharsets.ISO_8859_1);
            case TAG_UTF16 -> new String((char[]) getArray(in, ArrayKind.CHARS));
            case TAG_ENCODED -> new Encoded(getBytes(in));
            case TAG_ARRAY -> getArray(in, ArrayKind.of(in.get()));
            case TAG_ARGS2 -> getArgs2(in, bulk);
            case TAG_ARGS3 -> getArgs3(in, bulk);
            case TAG_REFUSED -> REFUSED;
            default -> getBulk(tag, bulk.take());
        };
    }

    @SuppressWarnings("NullAway") // does not read the bounds of the rows' type parameters
    private static Object getArgs2(ByteBuffer in, Bulk bulk) throws ProtocolException {
        return new Args2<>(getScalar(in, bulk), getScalar(in, bulk));
    }

    @SuppressWarnings("NullAway") // as above
    private static Object getArgs3(ByteBuffer in, Bulk bulk) throws ProtocolException {
        return new Args3<>(getScalar(in, bulk), getScalar(in, bulk), getScalar(in, bulk));
    }

    private static @Nullable Object getScalar(ByteBuffer in, Bulk bulk) throws ProtocolException {
        if (in.hasRemaining() && in.get(in.position()) > TAG_UTF16) {
            throw new ProtocolException("a row may hold scalars only");
        }
        return get(in, bulk);
    }

    private static Object getBulk(byte tag, Object array) throws ProtocolException {
        if (array instanceof TooLarge) {
            return array;
        } else if (tag == TAG_BULK_ARRAY) {
            return array;
        } else if (tag == TAG_BULK_LATIN1 && array instanceof byte[] bytes) {
            return text(bytes.length, () -> new String(bytes, StandardCharsets.ISO_8859_1));
        } else if (tag == TAG_BULK_UTF16 && array instanceof char[] chars) {
            return text(2L * chars.length, () -> new String(chars));
        } else if (tag == TAG_BULK_ENCODED && array instanceof byte[] bytes) {
            return new Encoded(bytes);
        }
        throw new ProtocolException("unknown value: tag " + tag);
    }

    /** A text that cannot be held beside its chars costs its own item, not the worker. */
    private static Object text(long bytes, Supplier<String> text) {
        try {
            return text.get();
        } catch (OutOfMemoryError e) {
            return new TooLarge(bytes);
        }
    }

    private static byte[] getBytes(ByteBuffer in) throws ProtocolException {
        return (byte[]) getArray(in, ArrayKind.BYTES);
    }

    private static Object getArray(ByteBuffer in, ArrayKind kind) throws ProtocolException {
        int length = in.getInt();
        if (length < 0 || kind.bytes(length) > in.remaining()) {
            throw new ProtocolException("array of " + length + " in " + in.remaining() + " bytes");
        }
        Object array = kind.allocate(length);
        kind.get(in, array, 0, length);
        return array;
    }

    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    private static ArrayKind kind(Object value) {
        ArrayKind kind = ArrayKind.of(value);
        if (kind == null) {
            throw new IllegalArgumentException("not a direct value: " + value.getClass());
        }
        return kind;
    }
}
