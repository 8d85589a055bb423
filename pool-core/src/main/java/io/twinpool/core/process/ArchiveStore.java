// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The archives in a directory: {@code place-state-size.archive}.
 *
 * <p>The size is in the name, since some JVMs crash on an archive that has lost its end. Thread-safe, also against other
 * processes: files appear whole, and who has opened one keeps it.
 */
final class ArchiveStore {
    private static final String SUFFIX = ".archive";
    private static final String UNFINISHED = ".unfinished";
    private static final int MOST = 8; // of a megabyte or two, AOT caches of some fourteen

    private final Path directory;

    ArchiveStore(Path directory) {
        this.directory = directory;
    }

    /** {@return a sound one; null if there is none} */
    @Nullable
    Path find(ArchiveKey key) {
        try {
            for (Path file : files(key.prefix() + "*" + SUFFIX)) {
                if (file.getFileName().toString().equals(name(key, Files.size(file)))) {
                    return file;
                }
            }
        } catch (IOException e) { // it has just been removed
            PoolLog.debug("no archive: " + e);
        }
        return null;
    }

    private static String name(ArchiveKey key, long size) {
        return key.prefix() + Long.toHexString(size) + SUFFIX;
    }

    private List<Path> files(String glob) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            List<Path> list = new ArrayList<>();
            files.forEach(list::add);
            return list;
        }
    }

    /** {@return where no file is yet} */
    Path unfinished(ArchiveKey key) throws IOException {
        Path file = Files.createTempFile(directory, key.prefix(), UNFINISHED);
        Files.delete(file); // a JVM would not write over it
        return file;
    }

    /** Makes an archive known that is finished, and removes those that it replaces. */
    void publish(ArchiveKey key, Path unfinished) throws IOException {
        Path file = directory.resolve(name(key, Files.size(unfinished)));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        for (Path other : files(key.placePrefix() + "*" + SUFFIX)) {
            if (!other.equals(file)) {
                remove(other);
            }
        }
        List<Path> all = new ArrayList<>(files("*" + SUFFIX));
        all.sort(Comparator.comparing(ArchiveStore::age).reversed());
        all.subList(Math.min(MOST, all.size()), all.size()).forEach(ArchiveStore::remove);
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) { // gone
            return FileTime.fromMillis(0);
        }
    }

    /** Removes what those who were ended have left behind; to be called by the only one who writes. */
    void removeUnfinished() throws IOException {
        files("*" + UNFINISHED + "*").forEach(ArchiveStore::remove);
    }

    /** Removes a file that was not finished, and what a JVM has put beside it meanwhile. */
    void removeUnfinished(Path file) throws IOException {
        files(file.getFileName() + "*").forEach(ArchiveStore::remove);
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) { // Windows, while a JVM uses it
            PoolLog.debug("not removed: " + e);
        }
    }

    Path lock() {
        return directory.resolve("lock");
    }
}
