// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A loader of classes that are compiled on the spot and of resources, all of which are in memory alone. */
public final class ForeignCode extends ClassLoader {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** For all: it reads the class path once. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Source> sources = new ConcurrentHashMap<>();
    private final boolean isFirst;
    private volatile Runnable beforeRead = () -> {};

    private ForeignCode(ClassLoader parent, boolean isFirst) {
        super(parent);
        this.isFirst = isFirst;
    }

    /** {@return an empty loader} */
    public static ForeignCode below(ClassLoader parent) {
        return new ForeignCode(parent, false);
    }

    /** {@return an empty loader that looks into itself before it asks its parent, as web applications have} */
    public static ForeignCode before(ClassLoader parent) {
        return new ForeignCode(parent, true);
    }

    /** Compiles the source of a class in no package. */
    public ForeignCode with(String name, String source) {
        Output output = new Output(FILES);
        sources.put(name, new Source(name, source));
        if (!isCompiled(output)) {
            throw new AssertionError("not compiled: " + source);
        }
        output.classes.forEach((path, bytes) -> {
            if (path.equals(name + ".class") || path.startsWith(name + "$")) {
                files.put(path, bytes.toByteArray());
            }
        });
        return this;
    }

    private boolean isCompiled(Output output) {
        synchronized (FILES) {
            return COMPILER.getTask(
                            null,
                            output,
                            null,
                            List.of("-proc:none"),
                            null,
                            allSources().values())
                    .call();
        }
    }

    private Map<String, Source> allSources() {
        Map<String, Source> all = getParent() instanceof ForeignCode code ? code.allSources() : new HashMap<>();
        all.putAll(sources);
        return all;
    }

    /** Adds a resource. */
    public ForeignCode withResource(String name, String text) {
        files.put(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return this;
    }

    /** From now on, something is run before each time that somebody reads a file. */
    public void beforeRead(Runnable event) {
        beforeRead = event;
    }

    /** {@return a function of a class, made by its public constructor} */
    public <F> F make(Class<F> type, String name) throws ReflectiveOperationException {
        return type.cast(loadClass(name).getConstructor().newInstance());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known == null && isFirst && files.containsKey(name + ".class")) {
                known = findClass(name);
            }
            return known != null ? known : super.loadClass(name, resolve);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = files.get(name + ".class");
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        byte[] bytes = files.get(name);
        return bytes == null ? null : url(name);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? List.of() : List.of(found));
    }

    private URL url(String name) {
        try {
            return new URL(
                    null, "memory:/" + System.identityHashCode(ForeignCode.this) + "/" + name, new Handler(name));
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private final class Handler extends URLStreamHandler {
        private final String name;

        Handler(String name) {
            this.name = name;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() throws IOException {
                    beforeRead.run();
                    return new ByteArrayInputStream(files.get(name));
                }
            };
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("memory:/" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        Output(JavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(name + ".class", bytes);
            return new SimpleJavaFileObject(URI.create("memory:/" + name + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }
}
