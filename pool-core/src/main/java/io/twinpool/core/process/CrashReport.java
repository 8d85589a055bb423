// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.worker.PoolLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM that has crashed wrote about it, to the file that is usually called {@code hs_err_pid.log}.
 *
 * @param signal its number; empty if it was none
 * @param what a few words, such as {@code SIGSEGV (0xb) in C [libz.so+0x1234] inflate+0x10}
 */
record CrashReport(OptionalInt signal, String what) {
    private static final int HEAD = 4096; // bytes: what is wanted is in the first ten lines

    private static final Pattern SIGNAL = Pattern.compile("#\\s+([A-Z_]+) \\(0x(\\p{XDigit}+)\\) at pc");
    private static final Pattern FRAME = Pattern.compile("# Problematic frame:\\R#\\s*(.+)");
    private static final Pattern OTHER =
            Pattern.compile("#\\s+(Internal Error \\(.*?\\)(?:, pid.*\\R#\\s+.+)?|Native memory allocation .+)");

    /** {@return what is in a file, which is removed; empty if there is none} */
    static Optional<CrashReport> take(Path file) {
        try {
            Optional<CrashReport> report = of(head(file));
            Files.deleteIfExists(file);
            return report;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            PoolLog.debug("no crash report: " + e);
            return Optional.empty();
        }
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        }
    }

    static Optional<CrashReport> of(String head) {
        Matcher signal = SIGNAL.matcher(head);
        if (signal.find()) {
            String what = signal.group(1) + " (0x" + signal.group(2) + ")" + frame(head);
            return Optional.of(new CrashReport(number(signal), what));
        }
        Matcher other = OTHER.matcher(head);
        return other.find()
                ? Optional.of(
                        new CrashReport(OptionalInt.empty(), other.group(1).replaceAll(", pid=.*\\R#\\s+", ": ")))
                : Optional.empty();
    }

    /** Windows has exceptions there, which are no signals. */
    private static OptionalInt number(Matcher signal) {
        return signal.group(1).startsWith("SIG")
                ? OptionalInt.of(Integer.parseInt(signal.group(2), 16))
                : OptionalInt.empty();
    }

    private static String frame(String head) {
        Matcher frame = FRAME.matcher(head);
        return frame.find() ? " in " + frame.group(1).strip().replaceAll("\\s+", " ") : "";
    }
}
