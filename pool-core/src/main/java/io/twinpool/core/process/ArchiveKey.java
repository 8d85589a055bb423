// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For which workers an archive is: these see the same JDK, the same flags and the same jars of Twinpool.
 *
 * @param place a digest of where these are, and of the flags
 * @param state a digest of what is there: another version at the same place makes the archive stale
 * @param isAot whether the JDK makes an AOT cache: 25 and later; earlier ones make a dynamic archive
 */
record ArchiveKey(String place, String state, boolean isAot) {
    private static final int FIRST_WITH_AOT_CACHE = 25; // 24 has one that takes two runs to make

    /** The user's arguments that an archive can be made with and used with; -D is no matter. */
    private static final List<String> HARMLESS = List.of(
            "-D",
            "-ea",
            "-da",
            "-Xmx",
            "-Xms",
            "-Xmn",
            "-Xss",
            "-XX:+UseSerialGC",
            "-XX:+UseParallelGC",
            "-XX:+UseG1GC",
            "-XX:MaxRAMPercentage=",
            "-XX:InitialRAMPercentage=",
            "-XX:MaxMetaspaceSize=",
            "-XX:TieredStopAtLevel=");

    /** {@return the key; null if there can be no archive} */
    static @Nullable ArchiveKey of(Launch launch) {
        if (!areHarmless(launch.options().jvmArgs())) {
            return null;
        }
        try {
            boolean isAot = launch.jdk().feature() >= FIRST_WITH_AOT_CACHE;
            return new ArchiveKey(digest(place(launch)), digest(state(launch)), isAot);
        } catch (IOException e) { // another layout of a JDK, or directories of classes
            PoolLog.debug("no archive: " + e);
            return null;
        }
    }

    private static String place(Launch launch) throws IOException {
        List<String> lines = new ArrayList<>(launch.flags());
        lines.addAll(lasting(launch.options().jvmArgs()));
        lines.add(launch.jdk().home().toRealPath().toString());
        for (Path jar : launch.own().entries()) {
            lines.add(jar.toString());
        }
        return String.join("\n", lines);
    }

    private static String state(Launch launch) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(mark(launch.jdk().home().resolve("lib").resolve("modules")));
        for (Path jar : launch.own().entries()) {
            lines.add(mark(jar));
        }
        return String.join("\n", lines);
    }

    private static boolean areHarmless(List<String> arguments) {
        for (String argument : arguments) {
            if (HARMLESS.stream().noneMatch(argument::startsWith)) {
                return false;
            }
        }
        return true;
    }

    /** {@return those of the user's arguments that an archive depends on} */
    static List<String> lasting(List<String> arguments) {
        List<String> lasting = new ArrayList<>(arguments);
        lasting.removeIf(argument -> argument.startsWith("-D"));
        return lasting;
    }

    private static String mark(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is no file");
        }
        return attributes.size() + " " + attributes.lastModifiedTime().toMillis();
    }

    /** Not a MessageDigest, which costs milliseconds of class loading: nobody attacks here, the directory is the user's. */
    private static String digest(CharSequence text) {
        long hash = 0xCBF29CE484222325L; // FNV-1a
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return Long.toHexString(hash);
    }

    /** {@return how names of archives at this place begin} */
    String placePrefix() {
        return place + "-";
    }

    /** {@return how the names of its archives begin} */
    String prefix() {
        return placePrefix() + state + "-";
    }

    /** {@return the flag that has a JVM use it} */
    String useFlag(Path file) {
        return (isAot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
    }

    /** {@return the flag that has a JVM make it when it ends} */
    String makeFlag(Path file) {
        return (isAot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
    }
}
