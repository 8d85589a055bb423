// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.RemoteTaskException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A throwable on its way: itself as far as it can cross, and in words in case that it cannot.
 *
 * <p>The links are the throwable, its cause, the cause's cause. Each is told in words; the first that {@link Codec} can
 * write carries its bytes, and so all behind it.
 *
 * @param links at least one
 */
record Failure(List<Link> links) {
    private static final int MOST = 50; // causes may go round in a circle
    private static final int DEEPEST = 2; // suppressed ones of suppressed ones

    /**
     * One throwable of the chain.
     *
     * @param encoded the throwable itself, its causes included; null if it cannot be written, or the one before it
     *     could
     * @param suppressed of one that cannot be written
     */
    private record Link(
            String className,
            @Nullable String message,
            List<StackTraceElement> stack,
            @Nullable Encoded encoded,
            List<Failure> suppressed) {

        RemoteTaskException standIn(@Nullable Throwable cause) {
            return new RemoteTaskException(className, message, stack.toArray(StackTraceElement[]::new), cause);
        }
    }

    /** {@return a description; runs the throwable's own code, but throws nothing} */
    static Failure of(Throwable thrown, Codec codec) {
        return of(thrown, codec, false, DEEPEST);
    }

    /**
     * {@return a description for an exception that the other half makes anew: of itself only the words, then its
     * causes}
     */
    static Failure inWords(Throwable thrown, Codec codec) {
        return of(thrown, codec, true, DEEPEST);
    }

    private static Failure of(Throwable thrown, Codec codec, boolean firstInWords, int depth) {
        List<Link> links = new ArrayList<>();
        boolean written = false;
        for (Throwable t = thrown; t != null && links.size() < MOST; t = cause(t)) {
            Encoded encoded = written || (firstInWords && links.isEmpty()) ? null : encoded(t, codec);
            written |= encoded != null;
            List<Failure> suppressed = written ? List.of() : suppressed(t, codec, depth - links.size() - 1);
            links.add(new Link(t.getClass().getName(), message(t), stack(t), encoded, suppressed));
        }
        return new Failure(links);
    }

    /** Those of the first ones alone: they may go round in circles, too. */
    private static List<Failure> suppressed(Throwable t, Codec codec, int depth) {
        return depth < 0
                ? List.of()
                : Arrays.stream(t.getSuppressed())
                        .limit(MOST)
                        .map(each -> of(each, codec, false, depth))
                        .toList();
    }

    private static @Nullable Encoded encoded(Throwable t, Codec codec) {
        try {
            return new Encoded(codec.write(t));
        } catch (Throwable unwritable) { // whatever its writeObject does: the words are enough
            return null;
        }
    }

    private static @Nullable Throwable cause(Throwable t) {
        try {
            return t.getCause();
        } catch (Throwable hostile) { // overridden, and throws
            return null;
        }
    }

    private static @Nullable String message(Throwable t) {
        try {
            return t.getMessage();
        } catch (Throwable hostile) { // overridden, and throws
            return "(its getMessage threw " + hostile.getClass().getName() + ")";
        }
    }

    /** {@return its stack; empty if it does not tell} */
    static List<StackTraceElement> stack(Throwable t) {
        try {
            return List.of(t.getStackTrace());
        } catch (Throwable hostile) { // overridden, and throws
            return List.of();
        }
    }

    /** {@return the throwable, rebuilt as far as it can be; runs its own code} */
    Throwable rebuilt(Codec codec, ClassLoader loader) {
        return rebuilt(0, codec, loader);
    }

    private Throwable rebuilt(int index, Codec codec, ClassLoader loader) {
        Link link = links.get(index);
        Throwable obstacle = null;
        if (link.encoded != null) {
            try {
                return throwable(codec.read(link.encoded.bytes(), loader));
            } catch (Throwable t) { // a class that is missing here, a filter, its own readObject: kept below
                obstacle = t;
            }
        }
        Throwable cause = index + 1 < links.size() ? rebuilt(index + 1, codec, loader) : null;
        RemoteTaskException standIn = link.standIn(cause);
        link.suppressed.forEach(each -> standIn.addSuppressed(each.rebuilt(codec, loader)));
        if (obstacle != null) {
            standIn.addSuppressed(obstacle);
        }
        return standIn;
    }

    /** An object may have another one read in its place. */
    private static Throwable throwable(@Nullable Object read) throws InvalidObjectException {
        if (read instanceof Throwable throwable) {
            return throwable;
        }
        throw new InvalidObjectException(
                "it became " + (read == null ? "null" : read.getClass().getName()));
    }

    /** {@return what can be told of it without running its own code} */
    RemoteTaskException standIn() {
        RemoteTaskException standIn = null;
        for (int i = links.size() - 1; i >= 0; i--) {
            standIn = links.get(i).standIn(standIn);
        }
        return Objects.requireNonNull(standIn, "no links");
    }

    /** {@return the message of the first} */
    String message() {
        String message = links.get(0).message;
        return message == null ? links.get(0).className : message;
    }

    /** {@return what caused the first; null if it is the last} */
    @Nullable
    Failure cause() {
        return links.size() == 1 ? null : new Failure(links.subList(1, links.size()));
    }

    Encoded encoded() {
        return new Encoded(Scroll.bytes(this::write));
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(links.size());
        for (Link link : links) {
            Scroll.putText(out, link.className);
            Scroll.putText(out, link.message);
            putStack(out, link.stack);
            Scroll.putBytes(out, link.encoded == null ? null : link.encoded.bytes());
            out.writeInt(link.suppressed.size());
            for (Failure each : link.suppressed) {
                each.write(out);
            }
        }
    }

    private static void putStack(DataOutputStream out, List<StackTraceElement> stack) throws IOException {
        out.writeInt(stack.size());
        for (StackTraceElement element : stack) {
            Scroll.putText(out, element.getClassName());
            Scroll.putText(out, element.getMethodName());
            Scroll.putText(out, element.getFileName());
            out.writeInt(element.getLineNumber());
        }
    }

    static Failure decoded(Encoded bytes) throws IOException {
        return decoded(Scroll.stream(bytes.bytes()), DEEPEST);
    }

    private static Failure decoded(DataInputStream in, int depth) throws IOException {
        List<Link> links = new ArrayList<>();
        int count = in.readInt();
        if (count < 1 || count > MOST) {
            throw new ProtocolException("failure of " + count + " causes");
        }
        for (int left = count; left > 0; left--) {
            links.add(new Link(text(in), Scroll.getText(in), stack(in), encoded(in), suppressed(in, depth - 1)));
        }
        return new Failure(links);
    }

    private static List<Failure> suppressed(DataInputStream in, int depth) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > (depth < 0 ? 0 : MOST)) {
            throw new ProtocolException("failure of " + count + " suppressed ones");
        }
        List<Failure> suppressed = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            suppressed.add(decoded(in, depth));
        }
        return suppressed;
    }

    private static List<StackTraceElement> stack(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new ProtocolException("stack of " + count);
        }
        List<StackTraceElement> stack = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stack.add(new StackTraceElement(text(in), text(in), Scroll.getText(in), in.readInt()));
        }
        return stack;
    }

    private static @Nullable Encoded encoded(DataInputStream in) throws IOException {
        byte[] bytes = Scroll.getBytes(in);
        return bytes == null ? null : new Encoded(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        String text = Scroll.getText(in);
        return text == null ? "" : text;
    }
}
