// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.TaskSerializationException;
import java.io.NotSerializableException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes objects apart for their way and puts them together again; whatever goes wrong becomes a {@link
 * TaskSerializationException} that names the object.
 *
 * <p>Thread-safe. Runs the user's code, but for direct values.
 */
final class Crossing {
    /** The methods of a class by which it takes part in being written, and in being read. */
    private static final Set<String> WRITING = Set.of("writeObject", "writeExternal", "writeReplace");

    private static final Set<String> READING = Set.of("readObject", "readExternal", "readResolve");

    private final Codec codec;

    Crossing(Codec codec) {
        this.codec = codec;
    }

    Codec codec() {
        return codec;
    }

    /**
     * {@return the value itself if it is direct, or else its bytes}
     *
     * @param role what the value is, for the message: {@code argument}
     */
    @Nullable
    Object packed(String role, @Nullable Object value) {
        return value == null || Values.isDirect(value) ? value : encoded(role, value);
    }

    /** {@return the bytes of an object} */
    Encoded encoded(String role, Object object) {
        return encoded(role, object, object, "");
    }

    /**
     * {@return the bytes of an object that may only wrap the user's}
     *
     * @param users what messages tell of
     * @param instead a clause that follows, if that is not serializable
     */
    Encoded encoded(String role, Object object, Object users, String instead) {
        try {
            return new Encoded(written(object));
        } catch (Throwable t) { // whatever its writeObject does belongs to the object
            throw new TaskSerializationException(
                    ClassTold.of(role, users) + " cannot cross to another JVM: " + reason(t, object, users, instead),
                    t);
        }
    }

    /** The caller's thread may have a small stack, or have used it up. */
    private byte[] written(Object object) throws Throwable {
        try {
            return codec.write(object);
        } catch (StackOverflowError e) {
            return DeepStack.call(() -> codec.write(object));
        }
    }

    /** {@return what {@link #packed} was given} */
    @Nullable
    Object unpacked(String role, @Nullable Object value, ClassLoader loader) {
        if (value instanceof Encoded encoded) {
            return decoded(role, encoded, loader);
        } else if (value instanceof TooLarge array) {
            throw new TaskSerializationException(
                    role + " of " + array.bytes() + " bytes does not fit into the heap of "
                            + (codec.isOfWorker() ? "the worker" : "this JVM") + " (at most "
                            + Runtime.getRuntime().maxMemory() + " bytes): raise "
                            + (codec.isOfWorker() ? "maxHeap" : "-Xmx"),
                    null);
        }
        return value;
    }

    Object decoded(String role, Encoded encoded, ClassLoader loader) {
        try {
            return read(encoded.bytes(), loader);
        } catch (Throwable t) { // whatever its readObject does belongs to the object
            throw new TaskSerializationException(
                    role + " cannot be read back from its serialized form: " + told(t) + reader(t), t);
        }
    }

    /** {@return whether direct values are to be {@link #accepted}, too} */
    boolean isWary() {
        return codec.isWary();
    }

    /** {@return a direct value, if it is one that may come} */
    Object accepted(String role, Object value) {
        try {
            codec.check(value, Values.size(value));
            return value;
        } catch (Throwable t) { // whatever a filter does belongs to the value
            throw new TaskSerializationException(role + " is not taken from another JVM: " + told(t), t);
        }
    }

    /** {@return which class's own reading has thrown that, for a message; empty: none's} */
    private static String reader(Throwable t) {
        StackTraceElement frame = thrower(t, READING);
        return frame == null ? "" : " (thrown by " + frame.getMethodName() + " of " + frame.getClassName() + ")";
    }

    /** {@return which class's own writing has thrown that, and the way to its object, for a message; empty: none's} */
    private static String writer(Throwable t, Object root) {
        StackTraceElement frame = thrower(t, WRITING);
        if (frame == null) {
            return "";
        }
        String path = path(() -> Culprit.pathToOnly(root, frame.getClassName()));
        return " (thrown by " + frame.getMethodName() + " of " + (path == null ? frame.getClassName() : path) + ")";
    }

    private static @Nullable StackTraceElement thrower(Throwable t, Set<String> methods) {
        for (StackTraceElement frame : Failure.stack(t)) {
            if (methods.contains(frame.getMethodName()) && !frame.getClassName().startsWith("java.")) {
                return frame;
            }
        }
        return null;
    }

    /** As deep as {@link #written} can write. */
    private Object read(byte[] bytes, ClassLoader loader) throws Throwable {
        try {
            return codec.read(bytes, loader);
        } catch (StackOverflowError e) {
            return DeepStack.call(() -> codec.read(bytes, loader));
        }
    }

    private static String reason(Throwable t, Object object, Object users, String instead) {
        if (t instanceof StackOverflowError) {
            return "the stack has no room to write it: it is nested too deep, or the calls of this thread are";
        } else if (!(t instanceof NotSerializableException)) {
            return told(t) + writer(t, users);
        }
        String path = path(() -> Culprit.path(users, t.getMessage()));
        return path == null ? unserializable(t, object) : unserializable(path, users, instead);
    }

    /** It is not the user's own object, but something beside it. */
    private static String unserializable(Throwable t, Object object) {
        String path = path(() -> Culprit.path(object, t.getMessage()));
        return path == null ? told(t) : path + " is not serializable";
    }

    private static String unserializable(String path, Object users, String instead) {
        String name = users.getClass().getName();
        if (path.equals(name)) {
            return "it is not serializable" + (ClassTold.isLambda(users) ? cast(users) + instead : made(instead));
        } else if (ClassTold.isLambda(users)) {
            return "what it captures, " + path.substring(name.length() + 1) + ", is not serializable;"
                    + " let it capture local copies of what it needs, or make that class serializable";
        }
        return path + " is not serializable";
    }

    private static String cast(Object lambda) {
        Class<?>[] interfaces = lambda.getClass().getInterfaces();
        return "; cast it to (" + interfaces[0].getSimpleName() + " & Serializable)";
    }

    private static String made(String instead) {
        return instead.isEmpty() ? "" : "; make its class serializable" + instead;
    }

    private static @Nullable String path(Supplier<@Nullable String> search) {
        try {
            return search.get();
        } catch (RuntimeException | Error e) { // no memory to look for it
            return null;
        }
    }

    static String told(Throwable t) {
        try {
            return t.toString();
        } catch (Throwable hostile) { // overridden, and throws
            return t.getClass().getName();
        }
    }
}
