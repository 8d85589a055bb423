// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Java serialization. */
final class JavaCodec implements Codec {
    private final @Nullable ObjectInputFilter filter; // null: what is read is trusted

    private JavaCodec(@Nullable ObjectInputFilter filter) {
        this.filter = filter;
    }

    /** {@return a codec that reads what this JVM's parent has sent} */
    static JavaCodec trusting() {
        return new JavaCodec(null);
    }

    /**
     * {@return a codec that reads what a child has sent, which may be anything}
     *
     * @param filter what the user accepts; beside it, what the filter of the whole JVM refuses is refused
     */
    static JavaCodec filtering(@Nullable ObjectInputFilter filter) {
        return new JavaCodec(filter == null ? info -> ObjectInputFilter.Status.UNDECIDED : filter);
    }

    @Override
    public byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        ObjectOutputStream out = new Output(bytes); // holds nothing to close; a failure to would hide the first one
        out.writeObject(object);
        out.flush();
        return bytes.toByteArray();
    }

    @Override
    @SuppressWarnings("BanSerializableRead") // from our own worker, under the user's filter
    public Object read(byte[] bytes, ClassLoader loader) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new Input(bytes, loader)) {
            return filter == null ? in.readObject() : filtered(in, filter, bytes.length);
        }
    }

    @SuppressWarnings("BanSerializableRead") // as above
    private static Object filtered(ObjectInputStream in, ObjectInputFilter filter, int bytes)
            throws IOException, ClassNotFoundException {
        NamingFilter naming = new NamingFilter(merged(ObjectInputFilter.merge(filter, new ArrayLimit(bytes))));
        in.setObjectInputFilter(naming);
        try {
            return in.readObject();
        } catch (InvalidClassException e) {
            throw naming.named(e);
        }
    }

    /** A filter that is set on a stream would replace the one of the JVM, not join it. */
    private static ObjectInputFilter merged(ObjectInputFilter filter) {
        ObjectInputFilter host = ObjectInputFilter.Config.getSerialFilter();
        return host == null ? filter : ObjectInputFilter.merge(filter, host);
    }

    private static final class Output extends ObjectOutputStream {
        Output(OutputStream bytes) throws IOException {
            super(bytes);
        }

        @Override
        protected void annotateClass(Class<?> type) throws IOException {
            if (type.isHidden()) { // the other JVM could not even ask for it
                throw new InvalidClassException(type.getName(), "it is hidden, so no name leads to it");
            }
        }
    }

    private static final class Input extends ObjectInputStream {
        private final ClassLoader loader;

        Input(byte[] bytes, ClassLoader loader) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // knows the primitive types
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
            Class<?>[] interfaces = new Class<?>[names.length];
            for (int i = 0; i < names.length; i++) {
                interfaces[i] = Class.forName(names[i], false, loader);
            }
            try {
                return Proxy.newProxyInstance(definer(interfaces), interfaces, (proxy, method, arguments) -> null)
                        .getClass();
            } catch (IllegalArgumentException e) { // as the JDK does: interfaces that one class cannot implement
                throw new ClassNotFoundException("proxy of " + List.of(names), e);
            }
        }

        /** Only beside an interface that is not public can its proxy be. */
        private ClassLoader definer(Class<?>[] interfaces) {
            for (Class<?> each : interfaces) {
                if (!Modifier.isPublic(each.getModifiers())) {
                    return each.getClassLoader();
                }
            }
            return loader;
        }
    }
}
