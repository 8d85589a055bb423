// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.ProcessOptions;
import io.twinpool.worker.PoolLog;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JDK that workers run on: this JVM's own, or another one, which may know other flags and modules. */
final class Jdk {
    private static final int OLDEST = 17;

    private final Path home;
    private final @Nullable Properties release; // what the other JDK says of itself; null: it is this JVM's

    private Jdk(Path home, @Nullable Properties release) {
        this.home = home;
        this.release = release;
    }

    static Jdk of(ProcessOptions options) {
        Path own = Path.of(System.getProperty("java.home"));
        Path home = options.javaHome().orElse(own).toAbsolutePath();
        return new Jdk(home, isSame(home, own) ? null : release(home));
    }

    private static boolean isSame(Path home, Path own) {
        try {
            return home.equals(own) || Files.isSameFile(home, own);
        } catch (IOException e) { // there is no such directory, as check will say
            return false;
        }
    }

    /** A pool could start none of its workers, and would tell so after three. */
    void check() {
        if (release == null) {
            return;
        } else if (!Files.isRegularFile(Path.of(java()))) {
            throw new IllegalArgumentException("javaHome must have bin/java in it, was " + home);
        } else if (feature() < OLDEST) {
            throw new IllegalArgumentException(
                    "javaHome must be Java " + OLDEST + " or later, was " + version(release) + " in " + home);
        }
    }

    private static Properties release(Path home) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException | IllegalArgumentException e) {
            PoolLog.debug("nothing is known of the JDK in " + home + ": " + e);
        }
        return release;
    }

    Path home() {
        return home;
    }

    /** {@return the launcher} */
    String java() {
        String name = File.separatorChar == '\\' ? "java.exe" : "java";
        return home.resolve("bin").resolve(name).toString();
    }

    boolean isOwn() {
        return release == null;
    }

    /** {@return such as 17; that too if it is not known} */
    int feature() {
        return release == null ? Runtime.version().feature() : feature(version(release));
    }

    private static String version(Properties release) {
        return release.getProperty("JAVA_VERSION", "").replace("\"", "");
    }

    static int feature(String version) {
        int end = 0;
        while (end < version.length() && end < 4 && Character.isDigit(version.charAt(end))) {
            end++;
        }
        return end == 0 ? OLDEST : Integer.parseInt(version.substring(0, end));
    }

    boolean hasModule(String name) {
        if (release == null) {
            return ModuleFinder.ofSystem().find(name).isPresent();
        }
        String modules = release.getProperty("MODULES", "").replace("\"", "");
        return Set.of(modules.split(" ", -1)).contains(name);
    }
}
