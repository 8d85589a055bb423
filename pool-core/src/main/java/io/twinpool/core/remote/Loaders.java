// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The loaders of this child, one for each loader of the parent that has been named. Thread-safe. */
final class Loaders {
    private final Map<Long, RemoteClassLoader> loaders = new ConcurrentHashMap<>();
    private final ClassLink link;

    Loaders(ClassLink link) {
        this.link = link;
    }

    /**
     * {@return the loader that stands for one of the parent}
     *
     * @param number as {@link Origins} gave it
     */
    ClassLoader get(long number) {
        RemoteClassLoader known = loaders.get(number);
        if (known != null) {
            return known;
        }
        RemoteClassLoader fresh =
                made(number); // not computeIfAbsent: the first lambda costs the first task milliseconds
        RemoteClassLoader first = loaders.putIfAbsent(number, fresh);
        return first == null ? fresh : first;
    }

    /** Lets go of a loader: the one that it stands for is gone. */
    void forget(long number) {
        loaders.remove(number);
    }

    /** Ends the waiting for classes, as this process is about to end. */
    void leave() {
        link.leave();
    }

    private RemoteClassLoader made(long number) {
        return number == Origins.SYSTEM ? new RemoteClassLoader(this, link) : new MirrorClassLoader(number, this, link);
    }
}
