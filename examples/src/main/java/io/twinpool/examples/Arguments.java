// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.nio.file.Path;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param directory where the jars are
 * @param workers how many workers
 * @param combinations what to run, one after the other; at least one
 * @param quiet whether to show no progress bar
 * @param help whether to explain the arguments and do nothing else
 */
record Arguments(Path directory, int workers, List<Combination> combinations, boolean quiet, boolean help) {
    static final String HELP = """
            usage: census [options] [DIR]

            Reads every jar below DIR with a pool of workers, and prints one table.
            DIR is the local Maven repository unless given.

              --workers N        how many workers; default: the number of processors
              --kind KIND        threads (default) or processes: forked JVMs
              --facade FACADE    futures (default) or classic
              --compare          all four combinations of kind and facade, which must agree
              --quiet            no progress bar
              --help             this text

            Exit code: 0, corrupt jars or not; 1 if the run failed or the tables of --compare differ;
            2 if the arguments are wrong.
            """;

    static Arguments parse(String... arguments) throws UsageException {
        return new ArgumentParser(arguments).parse();
    }
}
