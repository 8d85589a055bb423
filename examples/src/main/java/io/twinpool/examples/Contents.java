// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What is in a jar, every entry read to its end. */
record Contents(SortedMap<Integer, Integer> classesByRelease, List<String> damage) {

    static Contents of(ZipFile zip) {
        Contents contents = new Contents(new TreeMap<>(), new ArrayList<>());
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            contents.add(zip, entries.nextElement());
        }
        return contents;
    }

    private void add(ZipFile zip, ZipEntry entry) {
        try {
            byte[] head = Entry.check(zip, entry);
            if (entry.getName().endsWith(".class") && ClassFile.isOne(head)) {
                classesByRelease.merge(ClassFile.release(head), 1, Integer::sum);
            }
        } catch (IOException e) {
            damage.add(entry.getName() + ": " + e.getMessage());
        }
    }
}
