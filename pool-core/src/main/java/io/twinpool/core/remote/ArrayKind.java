// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A type of primitive arrays, and how its elements lie in a frame: one behind the other, in the buffer's byte order.
 *
 * <p>The ordinal crosses: add at the end, never reorder.
 */
enum ArrayKind {
    BYTES(byte[].class, 0) {
        @Override
        void put(ByteBuffer to, Object array, int from, int count) {
            to.put((byte[]) array, from, count);
        }

        @Override
        void get(ByteBuffer source, Object array, int from, int count) {
            source.get((byte[]) array, from, count);
        }
    },
    SHORTS(short[].class, 1) {
        @Override
        void put(ByteBuffer to, Object array, int from, int count) {
            to.asShortBuffer().put((short[]) array, from, count);
            skip(to, count);
        }

        @Override
        void get(ByteBuffer source, Object array, int from, int count) {
            source.asShortBuffer().get((short[]) array, from, count);
            skip(source, count);
        }
    },
    CHARS(char[].class, 1) {
        @Override
        void put(ByteBuffer to, Object array, int from, int count) {
            to.asCharBuffer().put((char[]) array, from, count);
            skip(to, count);
        }

        @Override
        void get(ByteBuffer source, Object array, int from, int count) {
            source.asCharBuffer().get((char[]) array, from, count);
            skip(source, count);
        }
    },
    INTS(int[].class, 2) {
        @Override
        void put(ByteBuffer to, Object array, int from, int count) {
            to.asIntBuffer().put((int[]) array, from, count);
            skip(to, count);
        }

        @Override
        void get(ByteBuffer source, Object array, int from, int count) {
            source.asIntBuffer().get((int[]) array, from, count);
            skip(source, count);
        }
    },
    LONGS(long[].class, 3) {
        @Override
        void put(ByteBuffer to, Object array, int from, int count) {
            to.asLongBuffer().put((long[]) array, from, count);
            skip(to, count);
        }

        @Override
        void get(ByteBuffer source, Object array, int from, int count) {
            source.asLongBuffer().get((long[]) array, from, count);
            skip(source, count);
        }
    },
    FLOATS(float[].class, 2) {
        @Override
        void put(ByteBuffer to, Object array, int from, int count) {
            to.asFloatBuffer().put((float[]) array, from, count);
            skip(to, count);
        }

        @Override
        void get(ByteBuffer source, Object array, int from, int count) {
            source.asFloatBuffer().get((float[]) array, from, count);
            skip(source, count);
        }
    },
    DOUBLES(double[].class, 3) {
        @Override
        void put(ByteBuffer to, Object array, int from, int count) {
            to.asDoubleBuffer().put((double[]) array, from, count);
            skip(to, count);
        }

        @Override
        void get(ByteBuffer source, Object array, int from, int count) {
            source.asDoubleBuffer().get((double[]) array, from, count);
            skip(source, count);
        }
    },
    BOOLEANS(boolean[].class, 0) {
        @Override
        void put(ByteBuffer to, Object array, int from, int count) {
            for (int i = from; i < from + count; i++) {
                to.put((byte) (((boolean[]) array)[i] ? 1 : 0));
            }
        }

        @Override
        void get(ByteBuffer source, Object array, int from, int count) {
            for (int i = from; i < from + count; i++) {
                ((boolean[]) array)[i] = source.get() != 0;
            }
        }
    };

    private static final ArrayKind[] ALL = values();

    private final Class<?> type;
    private final int shift;

    ArrayKind(Class<?> type, int shift) {
        this.type = type;
        this.shift = shift;
    }

    /** {@return the kind of an array; null if the value is none, or one of objects} */
    static @Nullable ArrayKind of(Object value) {
        Class<?> type = value.getClass();
        if (type.isArray()) {
            for (ArrayKind kind : ALL) {
                if (kind.type == type) {
                    return kind;
                }
            }
        }
        return null;
    }

    static ArrayKind of(byte code) throws ProtocolException {
        if (code < 0 || code >= ALL.length) {
            throw new ProtocolException("unknown kind of array: " + code);
        }
        return ALL[code];
    }

    @SuppressWarnings("EnumOrdinal") // see above
    byte code() {
        return (byte) ordinal();
    }

    Object allocate(int count) {
        return Array.newInstance(type.getComponentType(), count);
    }

    Object copy(Object array) {
        int count = Array.getLength(array);
        Object copy = allocate(count);
        System.arraycopy(array, 0, copy, 0, count);
        return copy;
    }

    /** {@return the bytes that so many elements take} */
    long bytes(int count) {
        return (long) count << shift;
    }

    /** {@return how many whole elements fit into so many bytes} */
    int fitting(int bytes) {
        return bytes >> shift;
    }

    abstract void put(ByteBuffer to, Object array, int from, int count);

    abstract void get(ByteBuffer source, Object array, int from, int count);

    void skip(ByteBuffer buffer, int count) {
        buffer.position(buffer.position() + (count << shift));
    }
}
