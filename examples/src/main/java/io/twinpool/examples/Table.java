// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The summary for people. Equal findings give equal text. */
final class Table {
    private final StringBuilder text = new StringBuilder();

    private Table() {}

    static String of(Findings findings) {
        Table table = new Table();
        table.totals(findings);
        table.releases(findings.reports());
        table.corrupt(findings.corrupt());
        table.line("digest", findings.digest());
        return table.text.toString();
    }

    private void totals(Findings findings) {
        Collection<JarReport> reports = findings.reports();
        number("jars", findings.jars().size());
        number("bytes", reports.stream().mapToLong(JarReport::bytes).sum());
        number("entries", reports.stream().mapToLong(JarReport::entries).sum());
        number("class files", reports.stream().mapToLong(JarReport::classes).sum());
    }

    private void releases(Collection<JarReport> reports) {
        SortedMap<Integer, Long> classes = new TreeMap<>();
        SortedMap<Integer, Long> newest = new TreeMap<>();
        for (JarReport report : reports) {
            report.classesByRelease().forEach((release, n) -> classes.merge(release, (long) n, Long::sum));
            report.newestRelease().ifPresent(release -> newest.merge(release, 1L, Long::sum));
        }
        classes.forEach((release, n) -> line(
                "  Java " + release,
                String.format(Locale.ROOT, "%,15d   newest in %,d jars", n, newest.getOrDefault(release, 0L))));
    }

    private void corrupt(Map<String, String> corrupt) {
        number("corrupt", corrupt.size());
        corrupt.forEach((jar, reason) ->
                text.append("  ").append(jar).append(": ").append(reason).append('\n'));
    }

    private void number(String name, long value) {
        line(name, String.format(Locale.ROOT, "%,15d", value));
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", name, value));
    }
}
