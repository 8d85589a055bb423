// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The check of one entry; {@link ZipFile} itself compares no checksum. */
final class Entry {
    private static final int BUFFER = 1 << 14;

    private Entry() {}

    /**
     * Reads an entry to its end.
     *
     * @return its first bytes: enough for {@link ClassFile}, if it has as many
     * @throws IOException if it does not decompress, or its checksum is wrong
     */
    static byte[] check(ZipFile zip, ZipEntry entry) throws IOException {
        InputStream content = zip.getInputStream(entry);
        if (content == null) {
            throw new ZipException("no content");
        }
        try (CheckedInputStream in = new CheckedInputStream(content, new CRC32())) {
            byte[] head = in.readNBytes(ClassFile.HEAD);
            byte[] rest = new byte[BUFFER];
            while (in.read(rest) >= 0) {} // only for the checksum
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("wrong CRC");
            }
            return head;
        }
    }
}
