// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pool's directory of temporary files, which only this user can enter; removed when it is closed or this JVM ends.
 *
 * <p>Thread-safe.
 */
final class PrivateDirectory implements AutoCloseable {
    private static final String PREFIX =
            "twinpool-" + ProcessHandle.current().pid() + "-"; // tells whose it is, should it ever be left behind
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?>[] OWNERS = {PosixFilePermissions.asFileAttribute(OWNER_ONLY)};
    private static final FileAttribute<?>[] NOBODYS = {}; // where there are no such permissions
    private static final int LONGEST_SOCKET =
            100; // bytes of the path; systems differ from 104 to 108, with the final NUL

    private final Path path;
    private final UserPrincipal owner;
    private final Thread hook =
            new Thread(() -> end("this JVM is ending, and starts no more workers"), "twinpool-cleanup");
    private boolean isMade; // guarded by this
    private @Nullable String over; // guarded by this; set before it is removed for good: why nothing more is made in it

    /** The hook comes first, and waits: what is made while this JVM is ending has to go too. */
    private PrivateDirectory(Path first, Path second) throws IOException {
        synchronized (this) {
            register(hook);
            try {
                path = make(first, second);
                owner = ownerOf(path);
                isMade = true;
            } catch (IOException | RuntimeException | Error e) {
                unregister(hook);
                throw e;
            }
        }
    }

    private static UserPrincipal ownerOf(Path made) throws IOException {
        try {
            return Files.getOwner(made);
        } catch (IOException | RuntimeException | Error e) {
            Files.delete(made);
            throw e;
        }
    }

    private static void register(Thread hook) throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new IOException("this JVM is shutting down", e);
        }
    }

    private static void unregister(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) { // it runs just now, and finds nothing left
            PoolLog.debug("this JVM is shutting down");
        }
    }

    /** {@return a fresh directory, short enough for a socket in it if there is such a place} */
    static PrivateDirectory create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/tmp"));
    }

    /**
     * {@return a fresh directory}
     *
     * @param first where it is made
     * @param second where it is made if that is not possible, or its path too long there
     */
    static PrivateDirectory create(Path first, Path second) throws IOException {
        return new PrivateDirectory(first, second);
    }

    /**
     * Makes it anew where somebody has removed it, as systems do with temporary files that nobody has touched for days.
     *
     * @throws IOException if that cannot be, somebody else has put something in its place, or it is closed, as by the end of this JVM
     */
    synchronized void restore() throws IOException {
        checkOpen();
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path, isPosix(path) ? OWNERS : NOBODYS);
        }
        if (!isOurs(path, owner)) {
            throw new IOException(path + " was removed, and somebody else has put something in its place");
        }
    }

    /** Makes what is, or has, a file in the directory. */
    interface Making<T> {
        T make() throws IOException;
    }

    /**
     * {@return what is made} It is not closed meanwhile, so the file is removed with it.
     *
     * @throws IOException if it cannot be made, or this is closed, as by the end of this JVM
     */
    synchronized <T> T make(Making<T> making) throws IOException {
        checkOpen();
        return making.make();
    }

    /**
     * {@return a file with that content} Who reads an older one of that name meanwhile does not see a part.
     *
     * @throws IOException if it cannot be written, or this is closed, as by the end of this JVM
     */
    Path write(String name, byte[] content) throws IOException {
        return make(() -> {
            Path whole = Files.write(file(name + ".new"), content);
            return Files.move(whole, file(name), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private synchronized void checkOpen() throws IOException {
        if (over != null) {
            throw new IOException(over);
        }
    }

    private static boolean isOurs(Path path, UserPrincipal owner) throws IOException {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner)
                && isForOwnerOnly(path);
    }

    private static Path make(Path first, Path second) throws IOException {
        if (!Files.isWritable(second)) {
            return make(first);
        }
        try {
            Path made = make(first);
            if (fits(made)) {
                return made;
            }
            Files.delete(made);
        } catch (IOException e) {
            PoolLog.debug("no temporary files in " + first + ": " + e);
        }
        return make(second);
    }

    private static Path make(Path parent) throws IOException {
        return checked(Files.createTempDirectory(parent, PREFIX));
    }

    private static Path checked(Path made) throws IOException {
        Path path = made.toAbsolutePath();
        if (!isForOwnerOnly(path)) {
            Files.delete(path);
            throw new IOException(path + " must be for its owner only");
        }
        return path;
    }

    private static boolean isForOwnerOnly(Path path) throws IOException {
        return !isPosix(path)
                || Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                        .equals(OWNER_ONLY);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** {@return where a socket may be bound; null if its path would be too long} */
    @Nullable
    Path socket() {
        return fits(path) ? path.resolve("s") : null;
    }

    private static boolean fits(Path directory) {
        return directory.toString().getBytes(StandardCharsets.UTF_8).length + 2 <= LONGEST_SOCKET;
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        end(path + " is closed");
        unregister(hook);
    }

    /** Each removes it, since the hook must not be over before that is done; not under the lock, as a log is the host's code. */
    private void end(String why) {
        boolean wasMade;
        synchronized (this) {
            wasMade = isMade;
            if (over == null) {
                over = why;
            }
        }
        if (wasMade) {
            remove(path, owner);
        }
    }

    private static void remove(Path directory, UserPrincipal owner) {
        try {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && isOurs(directory, owner)) {
                Files.walkFileTree(directory, new Remover());
            }
        } catch (NoSuchFileException e) {
            PoolLog.debug("somebody else has just removed " + directory);
        } catch (IOException e) {
            PoolLog.warn("temporary files could not be removed: " + directory, e);
        }
    }
}
