// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.Task;
import io.twinpool.worker.Routine;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a child for a class loader of the parent that is not the system's: that of a web application, of JShell, of
 * an executable jar.
 *
 * <p>Which loader has a class is as in the parent, so that classes which are one there are one here. Thread-safe.
 */
final class MirrorClassLoader extends RemoteClassLoader {
    static {
        registerAsParallelCapable();
    }

    /** Packages whose classes this JVM runs itself, so that there is one of each. */
    private static final Set<String> SHARED =
            Set.of(Task.class.getPackageName(), Routine.class.getPackageName(), ChildMain.class.getPackageName());

    MirrorClassLoader(long number, Loaders loaders, ClassLink link) {
        super("host-" + Origins.loaderOf(number), number, loaders, link);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> found = findLoadedClass(name);
            if (found == null) {
                found = located(name);
            }
            if (resolve) {
                resolveClass(found);
            }
            return found;
        }
    }

    private Class<?> located(String name) throws ClassNotFoundException {
        Class<?> shared = ofThisJvm(name);
        if (shared != null) {
            return shared;
        }
        ClassAnswer answer = ask(Wire.Wanted.CLASS, name);
        if (answer instanceof ClassAnswer.ClassFile file) {
            return define(name, file);
        } else if (answer instanceof ClassAnswer.Elsewhere elsewhere) {
            return other(elsewhere.loader()).loadClass(name);
        }
        return other(Origins.SYSTEM).loadClass(name);
    }

    private static @Nullable Class<?> ofThisJvm(String name) {
        int dot = name.lastIndexOf('.');
        boolean isShared = dot >= 0 && SHARED.contains(name.substring(0, dot));
        try {
            return Class.forName(name, false, isShared ? getSystemClassLoader() : ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException e) { // the usual case
            return null;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        try {
            Enumeration<URL> all = getResources(name);
            return all.hasMoreElements() ? all.nextElement() : null;
        } catch (IOException e) { // as getResource is declared: not found
            return null;
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        ClassAnswer.Resources found = resources(Wire.Wanted.RESOURCES, name);
        List<URL> urls = new ArrayList<>();
        if (found.isLocalToo()) {
            urls.addAll(Collections.list(other(Origins.SYSTEM).getResources(name)));
        }
        urls.addAll(urls(name, found.all()));
        return Collections.enumeration(urls);
    }
}
