// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directory where this user's programs keep what they can make again. */
final class UserCache {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private UserCache() {}

    /**
     * {@return our own directory there; null if there can be none that is safe: what is in it is run}
     *
     * @param own a file that this user has made
     */
    static @Nullable Path find(Path own) {
        Path parent = parent(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv());
        if (parent == null || !ArgumentFile.ofPlatform().canHold(parent.toString())) {
            return null;
        }
        try {
            return checked(made(parent), own);
        } catch (IOException | UnsupportedOperationException e) {
            PoolLog.debug("no cache directory: " + e);
            return null;
        }
    }

    static @Nullable Path parent(String system, String home, Map<String, String> environment) {
        if (system.startsWith("Windows")) {
            return absolute(environment.get("LOCALAPPDATA"));
        } else if (system.startsWith("Mac")) {
            return absolute(home + "/Library/Caches");
        }
        Path chosen = absolute(environment.get("XDG_CACHE_HOME"));
        return chosen == null ? absolute(home + "/.cache") : chosen;
    }

    private static @Nullable Path absolute(@Nullable String path) {
        return path != null && new File(path).isAbsolute() ? Path.of(path) : null;
    }

    static Path made(Path parent) throws IOException {
        Path directory = parent.resolve("twinpool");
        FileAttribute<?>[] attributes = isPosix(parent)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        return Files.createDirectories(directory, attributes); // those that exist are left as they are
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static @Nullable Path checked(Path directory, Path own) throws IOException {
        boolean isOurs =
                Files.isDirectory(directory) && Files.getOwner(directory).equals(Files.getOwner(own));
        boolean isPrivate =
                !isPosix(directory) || Files.getPosixFilePermissions(directory).equals(OWNER_ONLY);
        if (isOurs && isPrivate) {
            return directory;
        }
        PoolLog.debug(directory + " is not this user's alone");
        return null;
    }
}
