// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * The end of a child whose parent is gone: it kills what it has started, removes the pool's temporary files, since a
 * parent that was killed could not, and ends.
 *
 * <p>Thread-safe: several threads find out, and the first one does it.
 */
final class Orphan {
    /** The exit code of a child whose parent is gone. */
    static final int EXIT_CODE = 75;

    /** The same, but temporary files may be left. */
    private static final int UNTIDY_EXIT_CODE = 74;

    /** The system property of a JVM that writes an archive when it ends, if it can. */
    private static final String RECORDS = "io.twinpool.records";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final ParentProcess parent;

    /** With the directory of the pool's temporary files, and the parent's process id. */
    Orphan(Path directory, long parent) {
        this.directory = directory;
        this.parent = new ParentProcess(parent);
    }

    /** Does not return. A link may also have ended for another reason: then the pool goes on, and needs its files. */
    synchronized void halt() {
        try {
            Offspring.kill();
            if (parent.isDying()) {
                endTidily();
            }
        } catch (IOException | ExecutionException | InterruptedException e) { // standard error's reader is gone too
            Runtime.getRuntime().halt(UNTIDY_EXIT_CODE);
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private void endTidily() throws IOException, InterruptedException {
        try {
            remove(directory);
        } finally {
            killIfItRecords();
        }
    }

    /** A halt would write the archive first, which takes seconds; no JVM can kill itself, and not every system has this shell. */
    private static void killIfItRecords() throws IOException, InterruptedException {
        if (Boolean.getBoolean(RECORDS)) {
            String kill = "kill -9 " + ProcessHandle.current().pid();
            new ProcessBuilder("sh", "-c", kill).start().waitFor();
        }
    }

    /** Its siblings may be at it too. If the directory was removed before, another user may have put something in its place. */
    private static void remove(Path directory) throws IOException {
        if (!isPrivate(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    private static boolean isPrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        PosixFileAttributeView view =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null || view.readAttributes().permissions().equals(OWNER_ONLY);
    }
}
