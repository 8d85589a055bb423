// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of each jar, by name. Used by one thread. */
final class Findings {
    private final Jars jars;
    private final SortedMap<String, JarReport> reports = new TreeMap<>();
    private final SortedMap<String, String> corrupt = new TreeMap<>();

    Findings(Jars jars) {
        this.jars = jars;
        jars.unreadable().forEach((path, reason) -> corrupt.put(jars.name(path), reason));
    }

    List<String> jars() {
        return jars.paths();
    }

    void report(JarReport report) {
        String name = jars.name(report.jar());
        reports.put(name, report);
        if (!report.damage().isEmpty()) {
            corrupt.put(name, String.join("; ", report.damage()));
        }
    }

    void failed(String jar, Throwable reason) {
        corrupt.put(jars.name(jar), reason.getClass().getSimpleName() + ": " + reason.getMessage());
    }

    void lost(String jar) {
        corrupt.put(jars.name(jar), "its worker was lost, and so was the next one");
    }

    /** {@return the jars of which nothing is known yet} */
    List<String> missing() {
        return jars().stream().filter(jar -> !isKnown(jars.name(jar))).toList();
    }

    private boolean isKnown(String name) {
        return reports.containsKey(name) || corrupt.containsKey(name);
    }

    Collection<JarReport> reports() {
        return Collections.unmodifiableCollection(reports.values());
    }

    /** {@return what is wrong with each jar that is not sound, by name} */
    Map<String, String> corrupt() {
        return Collections.unmodifiableMap(corrupt);
    }

    /** {@return one digest over the names and digests of all jars that could be read} */
    String digest() {
        StringBuilder all = new StringBuilder();
        reports.forEach((name, report) ->
                all.append(report.sha256()).append("  ").append(name).append('\n'));
        return Sha256.ofText(all.toString());
    }
}
