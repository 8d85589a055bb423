// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package container;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;

/** Runs an application in a class loader of its own, as servers do: {@code parent-first|child-first path main}. */
public final class Container {
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL[] urls) {
            super(urls);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : own(name, resolve);
            }
        }

        private Class<?> own(String name, boolean resolve) throws ClassNotFoundException {
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                return super.loadClass(name, resolve);
            }
        }
    }

    private Container() {}

    public static void main(String[] arguments) throws Exception {
        String[] path = arguments[1].split(File.pathSeparator, -1);
        URL[] urls = new URL[path.length];
        for (int i = 0; i < path.length; i++) {
            urls[i] = new File(path[i]).toURI().toURL();
        }
        boolean isChildFirst = arguments[0].equals("child-first");
        try (URLClassLoader loader = isChildFirst ? new ChildFirst(urls) : new URLClassLoader(urls)) {
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> main = loader.loadClass(arguments[2]);
            main.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }
}
