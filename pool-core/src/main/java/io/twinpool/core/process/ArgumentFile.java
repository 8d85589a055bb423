// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Arguments in a file, for the launcher: they can be long there, and are nobody else's to read.
 *
 * <p>The launcher reads the file as the platform encodes names; what that cannot express, it could not open either.
 */
final class ArgumentFile {
    private final Charset charset;

    ArgumentFile(Charset charset) {
        this.charset = charset;
    }

    static ArgumentFile ofPlatform() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return new ArgumentFile(Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset());
    }

    /** {@return whether a text can be written; or else there is no way to give it to the launcher} */
    boolean canHold(String text) {
        return charset.newEncoder().canEncode(text);
    }

    /** {@return a class path of those entries that can be written} */
    String classPath(List<Path> entries) {
        StringBuilder text = new StringBuilder();
        for (Path entry : entries) {
            if (canHoldEntry(entry)) {
                text.append(text.isEmpty() ? "" : File.pathSeparator).append(entry);
            } else {
                PoolLog.debug("cannot be on a worker's class path: " + entry);
            }
        }
        return text.toString();
    }

    /** {@return whether a path can be an entry of a class path} */
    boolean canHoldEntry(Path entry) {
        String name = entry.toString();
        return name.indexOf(File.pathSeparatorChar) < 0 && canHold(name);
    }

    /** {@return what is in a file of these arguments} */
    byte[] content(List<String> arguments) throws IOException {
        for (String argument : arguments) {
            if (!canHold(argument)) {
                throw new IOException(
                        "argument '" + withoutValue(argument) + "' of the workers' JVM cannot be written in " + charset
                                + ", the encoding of this system: use systemProperties, or set LC_ALL");
            }
        }
        String text =
                arguments.stream().map(argument -> quoted(argument) + '\n').collect(Collectors.joining());
        return text.getBytes(charset);
    }

    /** Hides what follows a {@code =}: it may be secret. */
    private static String withoutValue(String argument) {
        return argument.replaceFirst("(?s)=.*", "=...");
    }

    static String quoted(String argument) {
        return '"'
                + argument.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                        .replace("\f", "\\f")
                + '"';
    }
}
