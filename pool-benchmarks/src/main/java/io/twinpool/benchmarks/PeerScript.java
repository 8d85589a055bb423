// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Python's side of the comparison: a script that prints {@code name value unit} for each of its figures. */
record PeerScript(String python, Path script, int workers) {
    Map<String, Double> measure() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python, script.toString(), "--workers", String.valueOf(workers))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Double> figures = new HashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line, figures);
            }
        }
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException(python + " " + script + " ended with exit code " + exitCode);
        }
        return figures;
    }

    static void add(String line, Map<String, Double> figures) {
        int name = line.indexOf(' ');
        int value = line.indexOf(' ', name + 1);
        figures.put(line.substring(0, name), Double.valueOf(line.substring(name + 1, value)));
    }
}
