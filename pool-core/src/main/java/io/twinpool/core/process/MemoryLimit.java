// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much resident memory a process may have.
 *
 * <p>Asked after every item, it looks only after those that can have changed much: a look costs some ten microseconds. For one thread at a time.
 */
final class MemoryLimit {
    private static final long LONG_ITEM_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST_BYTES = 4096; // of a status file: it has about 1,500
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");

    private final long bytes;
    private long askedNanos = System.nanoTime();
    private long lookedNanos = askedNanos;

    MemoryLimit(long bytes) {
        this.bytes = bytes;
    }

    /** {@return whether this system tells how much resident memory a process has} */
    static boolean isSupported() {
        return resident(ProcessHandle.current().pid()).isPresent();
    }

    boolean isExceededBy(long pid) {
        long now = System.nanoTime();
        boolean isWorthALook = now - askedNanos >= LONG_ITEM_NANOS || now - lookedNanos >= LOOK_NANOS;
        askedNanos = now;
        if (!isWorthALook) {
            return false;
        }
        lookedNanos = now;
        return resident(pid).orElse(0) > bytes;
    }

    /** {@return the resident memory in bytes; empty: there is no such process, or no such system} */
    static OptionalLong resident(long pid) {
        try (InputStream in = new FileInputStream("/proc/" + pid + "/status")) { // which an interrupt does not close
            Matcher found = RESIDENT.matcher(new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII));
            return found.find() ? OptionalLong.of(1024 * Long.parseLong(found.group(1))) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty(); // it has ended, which others find out
        }
    }
}
