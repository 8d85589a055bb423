// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.lang.ref.WeakReference;

/** What a child knows of the loader of an earlier task, without keeping it. */
public final class Remembered {
    private static volatile WeakReference<ClassLoader> loader = new WeakReference<>(null);

    private Remembered() {}

    /** {@return its name}, and remembers it. */
    public static String loader(Class<?> type) {
        loader = new WeakReference<>(type.getClassLoader());
        return type.getClassLoader().getName();
    }

    static boolean isGone() {
        System.gc();
        return loader.get() == null;
    }
}
