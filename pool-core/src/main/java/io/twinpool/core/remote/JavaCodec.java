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
    private static final byte[] NO_OBJECT = {(byte) 0xAC, (byte) 0xED, 0, 5}; // the head of each stream

    private final boolean isTrusting; // of what is read
    private final @Nullable ObjectInputFilter filter; // the user's; null: none
    private final Homes homes;

    private JavaCodec(boolean isTrusting, @Nullable ObjectInputFilter filter, Homes homes) {
        this.isTrusting = isTrusting;
        this.filter = filter;
        this.homes = homes;
    }

    /** {@return a codec that reads what this JVM's parent has sent} */
    static JavaCodec trusting() {
        return new JavaCodec(true, null, new FarHomes());
    }

    /**
     * {@return a codec that reads what a child has sent, which may be anything}
     *
     * @param filter what the user accepts; beside it, what the filter of the whole JVM refuses is refused
     * @param homes the loaders of classes that children have, too
     */
    static JavaCodec filtering(@Nullable ObjectInputFilter filter, Homes homes) {
        return new JavaCodec(false, filter, homes);
    }

    @Override
    public byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        ObjectOutputStream out =
                new Output(bytes, homes); // holds nothing to close; a failure to would hide the first one
        out.writeObject(object);
        out.flush();
        return bytes.toByteArray();
    }

    @Override
    @SuppressWarnings("BanSerializableRead") // from our own worker, under the user's filter
    public Object read(byte[] bytes, ClassLoader loader) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new Input(bytes, homes, loader)) {
            return isTrusting ? in.readObject() : filtered(in, bytes.length);
        }
    }

    @SuppressWarnings("BanSerializableRead") // as above
    private Object filtered(ObjectInputStream in, int bytes) throws IOException, ClassNotFoundException {
        NamingFilter naming = naming(new ArrayLimit(bytes));
        in.setObjectInputFilter(naming);
        try {
            return in.readObject();
        } catch (InvalidClassException e) {
            throw naming.named(e);
        }
    }

    @Override
    public boolean isOfWorker() {
        return isTrusting;
    }

    @Override
    public boolean isWary() {
        return !isTrusting && (filter != null || hasHostFilter());
    }

    /** A factory that is not the JDK's gives streams a filter too. */
    private static boolean hasHostFilter() {
        try {
            return ObjectInputFilter.Config.getSerialFilter() != null
                    || ObjectInputFilter.Config.getSerialFilterFactory()
                                    .getClass()
                                    .getClassLoader()
                            != null;
        } catch (IllegalStateException | LinkageError e) { // set to what is none: each value will say so
            return true;
        }
    }

    @Override
    public void check(Object value, long bytes) throws IOException {
        if (isTrusting) {
            return;
        }
        NamingFilter naming = naming(ArrayLimit.NONE);
        ObjectInputFilter asked = ofStreams(naming);
        if (asked != null) {
            try {
                new Inspection(asked, bytes).show(value);
            } catch (InvalidClassException e) {
                throw naming.named(e);
            }
        }
    }

    /** {@return what a stream would ask, which the host may have a say in} */
    private static @Nullable ObjectInputFilter ofStreams(ObjectInputFilter filter) throws IOException {
        try (ObjectInputStream empty = new ObjectInputStream(new ByteArrayInputStream(NO_OBJECT))) {
            empty.setObjectInputFilter(filter);
            return empty.getObjectInputFilter();
        }
    }

    /** A filter that is set on a stream would replace the one of the JVM, not join it: so this asks both. */
    private NamingFilter naming(ArrayLimit limit) {
        return new NamingFilter(filter, ObjectInputFilter.Config.getSerialFilter(), limit);
    }

    private static final class Output extends ObjectOutputStream {
        private final Homes homes;

        Output(OutputStream bytes, Homes homes) throws IOException {
            super(bytes);
            this.homes = homes;
        }

        @Override
        protected void annotateClass(Class<?> type) throws IOException {
            if (type.isHidden()) { // the other JVM could not even ask for it
                throw new InvalidClassException(type.getName(), "it is hidden, so no name leads to it");
            }
            putHome(type);
        }

        @Override
        protected void annotateProxyClass(Class<?> type) throws IOException {
            putHome(type);
        }

        /** Most are of the system class loader, and nothing is added. */
        private void putHome(Class<?> type) throws IOException {
            long number = homes.of(type);
            if (number != Origins.SYSTEM) {
                writeLong(number);
            }
        }
    }

    private static final class Input extends ObjectInputStream {
        private final Homes homes;
        private final ClassLoader usual;

        Input(byte[] bytes, Homes homes, ClassLoader usual) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.homes = homes;
            this.usual = usual;
        }

        private long home() throws IOException {
            return available() > 0 ? readLong() : Origins.SYSTEM;
        }

        private Class<?> find(String name, long home) throws ClassNotFoundException {
            return Class.forName(name, false, homes.loader(home, name, usual));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            long home = home();
            try {
                return find(description.getName(), home);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // knows the primitive types
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
            long home = home();
            Class<?>[] interfaces = new Class<?>[names.length];
            for (int i = 0; i < names.length; i++) {
                interfaces[i] = find(names[i], home);
            }
            try {
                return Proxy.newProxyInstance(definer(interfaces, home), interfaces, (proxy, method, arguments) -> null)
                        .getClass();
            } catch (IllegalArgumentException e) { // as the JDK does: interfaces that one class cannot implement
                throw new ClassNotFoundException("proxy of " + List.of(names), e);
            }
        }

        /** Only beside an interface that is not public can its proxy be. */
        private ClassLoader definer(Class<?>[] interfaces, long home) {
            for (Class<?> each : interfaces) {
                if (!Modifier.isPublic(each.getModifiers())) {
                    return each.getClassLoader();
                }
            }
            return interfaces.length == 0 ? usual : homes.loader(home, interfaces[0].getName(), usual);
        }
    }
}
