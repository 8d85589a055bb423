// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The frames of both links, encoded and decoded side by side.
 *
 * <pre>
 *   frame = int length of the body | byte type | body      little endian; all of it at most {@link #CAPACITY} bytes
 *
 *   task link, parent to child
 *     SETUP    value                                       {@link Setup}, ENCODED; answered by READY or INIT_FAILED
 *     BATCH    int generation | int size | byte timed      its ITEMS and ITEM frames follow
 *     JOIN     int generation | int lot | int tasks | int holder | int size | byte timed
 *                                                          a batch whose items are on the {@link Board}
 *     DEFINE   long routine | byte shape | long loader | value
 *                                                          a function, ENCODED, that later items name, and the number
 *                                                          of its class loader: {@link Origins}
 *     ITEMS    int generation | int first | int count | byte last | long routine | values
 *     ITEM     int generation | int index | byte last | byte shape | long loader | value
 *                                                          a function without argument, ENCODED, that is called once
 *     FORGET   long loader                                 is gone; between batches
 *     RETIRE                                               answered by BYE
 *   task link, child to parent
 *     READY, BYE                                           nothing
 *     INIT_FAILED   value                                  {@link Failure}, ENCODED
 *     SUCCESS  int index | value
 *     FAILURE  int index | value                           what the task threw: {@link Failure}, ENCODED
 *     UNSENT   int index | value                           what could not cross: {@link Failure}, ENCODED
 *     REFUSED  int index | value NULL                      the item's argument was {@link Values#REFUSED}
 *     END      int generation                              nothing is left to claim; all claimed have been reported
 *     MARK     long position                               in the stream of outcomes, of what follows: the parent has
 *                                                          read what is missing in shared memory; is not counted itself
 *   task link, both ways
 *     BULK     byte kind | int count                       the elements follow behind it; for the next other frame
 *   control link, parent to child
 *     INTERRUPT  int generation | int index | int request  answered by STACK
 *   control link, child to parent
 *     STACK    int request | byte running | frames         {@link Stacks}
 *     EXITING                                              the JVM is about to exit
 *   class link, child to parent
 *     FIND     int request | byte wanted | long loader | value
 *                                                          {@link Wanted}, and a name; one answer comes, of one or more frames
 *   class link, parent to child, all of them int request | value
 *     NOWHERE     text or NULL     there is no such class, and why
 *     LOCAL       NULL             the class comes from the system class loader
 *     ELSEWHERE   LONG             another loader has the class: its number
 *     PLACE       text or NULL     where the class or resource is; CLASS_FILE or RESOURCE follows
 *     CLASS_FILE  bytes
 *     RESOURCE    bytes            one of several
 *     RESOURCES   boolean          these were all; true: but for those of the system class loader
 * </pre>
 *
 * <p>After DEFINE number {@link #ROUTINES} + n, both sides forget the one that came n-th.
 */
final class Wire {
    /** Bytes of the largest frame. */
    static final int CAPACITY = 64 * 1024;

    /** Bytes of the buffers that large arrays pass through: fewer system calls. */
    static final int PASSAGE = 256 * 1024;

    /** Bytes ahead of the body. */
    static final int HEAD = 5;

    /** How many functions a worker remembers. */
    static final int ROUTINES = 256;

    /** The fixed part of the largest frame that carries values. */
    static final int MARGIN = 64;

    static final byte NONE = 0;
    static final byte BULK = 1;
    static final byte SETUP = 2;
    static final byte BATCH = 3;
    static final byte DEFINE = 4;
    static final byte ITEMS = 5;
    static final byte ITEM = 6;
    static final byte RETIRE = 7;
    static final byte MARK = 8;
    static final byte FORGET = 9;
    static final byte JOIN = 10;

    static final byte READY = 16;
    static final byte INIT_FAILED = 17;
    static final byte SUCCESS = 18;
    static final byte FAILURE = 19;
    static final byte UNSENT = 20;
    static final byte REFUSED = 21;
    static final byte END = 22;
    static final byte BYE = 23;

    static final byte INTERRUPT = 32;
    static final byte STACK = 33;
    static final byte EXITING = 34;

    static final byte FIND = 48;
    static final byte NOWHERE = 49;
    static final byte LOCAL = 50;
    static final byte ELSEWHERE = 51;
    static final byte PLACE = 52;
    static final byte CLASS_FILE = 53;
    static final byte RESOURCE = 54;
    static final byte RESOURCES = 55;

    /** What a child asks its parent for. */
    enum Wanted {
        /** A class, wherever it is. */
        CLASS,
        /** The class file, also if the child should have it itself. */
        CLASS_FILE,
        /** All resources of a name, but for those that the child should have itself. */
        RESOURCES,
        /** All resources of a name. */
        RESOURCE_FILES
    }

    private static final Shape[] SHAPES = Shape.values();
    private static final Wanted[] WANTED = Wanted.values();

    private Wire() {}

    /** {@return a buffer for frames} */
    static ByteBuffer buffer() {
        return buffer(CAPACITY);
    }

    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** {@return where the frame begins, for {@link #end}} */
    static int begin(ByteBuffer out, byte type) {
        int at = out.position();
        out.putInt(0).put(type);
        return at;
    }

    static void end(ByteBuffer out, int at) {
        out.putInt(at, out.position() - at - HEAD);
    }

    static void putEmpty(ByteBuffer out, byte type) {
        out.putInt(0).put(type);
    }

    static void putBulk(ByteBuffer out, ArrayKind kind, int count) {
        out.putInt(5).put(BULK).put(kind.code()).putInt(count);
    }

    /** Puts a value, or what stands for it if it went ahead as bulk. */
    static void putValue(ByteBuffer out, @Nullable Object value) {
        if (value != null && Values.size(value) > Values.INLINE) {
            Values.putBulk(out, value);
        } else {
            Values.put(out, value);
        }
    }

    static void putOnly(ByteBuffer out, byte type, Encoded value) {
        int at = begin(out, type);
        putValue(out, value);
        end(out, at);
    }

    static void putBatch(ByteBuffer out, int generation, int size, boolean timed) {
        out.putInt(9).put(BATCH).putInt(generation).putInt(size).put(bit(timed));
    }

    static void putJoin(ByteBuffer out, int generation, Posting lot, int holder, int most, boolean timed) {
        out.putInt(21)
                .put(JOIN)
                .putInt(generation)
                .putInt(lot.generation())
                .putInt(lot.size())
                .putInt(holder)
                .putInt(most)
                .put(bit(timed));
    }

    /**
     * What a child is to do with a lot.
     *
     * @param generation of its batch
     * @param lot the generation of the lot
     * @param size the number of tasks there
     * @param holder the number by which the child holds tasks
     * @param most how many it may hold
     * @param timed whether they have a time limit
     */
    record Join(int generation, int lot, int size, int holder, int most, boolean timed) {}

    static Join getJoin(ByteBuffer in) {
        return new Join(in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.get() != 0);
    }

    static void putForget(ByteBuffer out, long loader) {
        out.putInt(8).put(FORGET).putLong(loader);
    }

    static void putMark(ByteBuffer out, long position) {
        out.putInt(8).put(MARK).putLong(position);
    }

    record BatchHead(int generation, int size, boolean timed) {}

    static BatchHead getBatch(ByteBuffer in) {
        return new BatchHead(in.getInt(), in.getInt(), in.get() != 0);
    }

    static void putDefine(ByteBuffer out, RemoteRoutine routine) {
        int at = begin(out, DEFINE);
        out.putLong(routine.id());
        putFunction(out, routine);
        end(out, at);
    }

    static void putFunction(ByteBuffer out, RemoteRoutine routine) {
        out.put(code(routine.shape())).putLong(routine.origin().number());
        putValue(out, routine.encoded());
    }

    static Shape getShape(ByteBuffer in) throws ProtocolException {
        int ordinal = in.get();
        if (ordinal < 0 || ordinal >= SHAPES.length) {
            throw new ProtocolException("unknown shape: " + ordinal);
        }
        return SHAPES[ordinal];
    }

    /** {@return where the frame begins, for {@link #endItems}; values follow} */
    static int beginItems(ByteBuffer out, int generation, int first, long routine) {
        int at = begin(out, ITEMS);
        out.putInt(generation).putInt(first).putInt(0).put((byte) 0).putLong(routine);
        return at;
    }

    static void endItems(ByteBuffer out, int at, int count, boolean last) {
        out.putInt(at + HEAD + 8, count).put(at + HEAD + 12, bit(last));
        end(out, at);
    }

    record ItemsHead(int generation, int first, int count, boolean last, long routine) {}

    static ItemsHead getItems(ByteBuffer in) {
        return new ItemsHead(in.getInt(), in.getInt(), in.getInt(), in.get() != 0, in.getLong());
    }

    static void putItem(ByteBuffer out, int generation, int index, boolean last, RemoteRoutine routine) {
        int at = begin(out, ITEM);
        out.putInt(generation).putInt(index).put(bit(last));
        putFunction(out, routine);
        end(out, at);
    }

    record ItemHead(int generation, int index, boolean last) {}

    /** Reads what comes before the function. */
    static ItemHead getItem(ByteBuffer in) {
        return new ItemHead(in.getInt(), in.getInt(), in.get() != 0);
    }

    static void putOutcome(ByteBuffer out, byte type, int index, @Nullable Object value) {
        int at = begin(out, type);
        out.putInt(index);
        putValue(out, value);
        end(out, at);
    }

    static void putEnd(ByteBuffer out, int generation) {
        out.putInt(4).put(END).putInt(generation);
    }

    static void putInterrupt(ByteBuffer out, int generation, int index, int request) {
        out.putInt(12).put(INTERRUPT).putInt(generation).putInt(index).putInt(request);
    }

    record InterruptHead(int generation, int index, int request) {}

    static InterruptHead getInterrupt(ByteBuffer in) {
        return new InterruptHead(in.getInt(), in.getInt(), in.getInt());
    }

    static void putStack(ByteBuffer out, int request, StackTraceElement @Nullable [] stack) {
        int at = begin(out, STACK);
        out.putInt(request).put(bit(stack != null));
        if (stack != null) {
            Stacks.put(out, stack);
        }
        end(out, at);
    }

    /** Reads what follows the request in a STACK frame: null if the item was not running any more. */
    static StackTraceElement @Nullable [] getStack(ByteBuffer in) throws ProtocolException {
        return in.get() == 0 ? null : Stacks.get(in);
    }

    @SuppressWarnings("EnumOrdinal") // both halves are of one build
    static void putFind(ByteBuffer out, int request, Wanted wanted, long loader, String name) {
        int at = begin(out, FIND);
        out.putInt(request).put((byte) wanted.ordinal()).putLong(loader);
        Values.put(out, name);
        end(out, at);
    }

    record FindHead(int request, Wanted wanted, long loader, String name) {}

    static FindHead getFind(ByteBuffer in) throws ProtocolException {
        int request = in.getInt();
        int ordinal = in.get();
        long loader = in.getLong();
        if (ordinal < 0 || ordinal >= WANTED.length || !(Values.get(in, Bulk.NONE) instanceof String name)) {
            throw new ProtocolException("not a question for a class or resource");
        }
        return new FindHead(request, WANTED[ordinal], loader, name);
    }

    @SuppressWarnings("EnumOrdinal") // is kept for this, see Shape
    private static byte code(Shape shape) {
        return (byte) shape.ordinal();
    }

    private static byte bit(boolean set) {
        return (byte) (set ? 1 : 0);
    }
}
