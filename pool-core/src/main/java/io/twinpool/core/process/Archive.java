// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lets the JVMs of a pool start sooner: the classes that an earlier one has loaded, in the user's cache directory.
 *
 * <p>It may not be there yet; they start all the same. Thread-safe.
 */
final class Archive {
    private static final String PROPERTY = "io.twinpool.archive";

    private final ArchiveKey key;
    private final ArchiveStore store;
    private volatile @Nullable Path found; // set when it is
    private volatile boolean isDoubted; // set once

    Archive(ArchiveKey key, ArchiveStore store) {
        this.key = key;
        this.store = store;
    }

    /**
     * {@return the archive for a pool; null if there can be none}
     *
     * @param own a file that this user has made
     */
    static @Nullable Archive of(Launch launch, Path own) {
        if ("off".equals(System.getProperty(PROPERTY)) || !launch.isOwnFirst()) {
            return null;
        }
        ArchiveKey key = ArchiveKey.of(launch);
        Path directory = key == null ? null : UserCache.find(own);
        return key == null || directory == null ? null : new Archive(key, new ArchiveStore(directory));
    }

    ArchiveKey key() {
        return key;
    }

    ArchiveStore store() {
        return store;
    }

    boolean isThere() {
        return file() != null;
    }

    /** {@return what to start a JVM with, beside all else} */
    List<String> flags() {
        Path file = isDoubted ? null : file();
        return file == null ? List.of() : List.of(key.useFlag(file));
    }

    private @Nullable Path file() {
        Path file = found;
        if (file == null) {
            file = store.find(key);
            found = file;
        }
        return file;
    }

    /** A JVM that used it did not come up: it may be the archive's fault. */
    void doubt() {
        Path file = found;
        if (file != null && !isDoubted) {
            isDoubted = true;
            PoolLog.debug("removed because a worker did not start with it: " + file);
            ArchiveStore.remove(file);
        }
    }
}
