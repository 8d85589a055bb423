// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The class files of loaded classes, as their own loaders give them. */
final class ClassFiles {
    private ClassFiles() {}

    /** {@return the file that a class was loaded from; null if its loader does not give it} */
    static byte @Nullable [] bytes(Class<?> type) throws IOException {
        try (InputStream in = open(type)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static @Nullable InputStream open(Class<?> type) throws IOException {
        ClassLoader loader = type.getClassLoader();
        URL source = source(type);
        if (source == null || loader == null) {
            return type.getModule().getResourceAsStream(path(type));
        }
        boolean isFirst = source.equals(loader.getResource(path(type)));
        return isFirst
                ? loader.getResourceAsStream(path(type))
                : source.openStream(); // which is closed with its loader
    }

    /** {@return where the file is that a class was loaded from; null if its loader does not say} */
    static @Nullable URL source(Class<?> type) throws IOException {
        ClassLoader loader = type.getClassLoader();
        URL first = loader == null ? null : loader.getResource(path(type));
        if (loader == null || first == null || isFrom(type, first)) {
            return first;
        }
        for (URL other : Collections.list(loader.getResources(path(type)))) {
            if (isFrom(type, other)) {
                return other; // it loads its own class, but finds its parent's file first
            }
        }
        return first;
    }

    private static boolean isFrom(Class<?> type, URL source) throws IOException {
        String place = place(type);
        return place == null ? !isOfParent(type, source) : source.toString().contains(place);
    }

    private static boolean isOfParent(Class<?> type, URL source) throws IOException {
        ClassLoader loader = type.getClassLoader();
        ClassLoader parent = loader == null ? null : loader.getParent();
        return parent != null
                && Collections.list(parent.getResources(path(type))).stream()
                        .anyMatch(file -> file.toString().equals(source.toString()));
    }

    private static String path(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    /** {@return the address of what a class was loaded from; null if it is not known} */
    static @Nullable String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().toString();
    }
}
