// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import io.twinpool.PoolException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes a census of the jars below a directory, with a pool of workers: {@code ./examples/census --help}.
 *
 * <p>The table that it prints is the same for every kind of worker and both facades; the time is not.
 */
public final class Census {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Progress progress;

    private Census(PrintStream out, PrintStream err, Progress progress) {
        this.out = out;
        this.err = err;
        this.progress = progress;
    }

    /**
     * Runs the program, and exits with 0, with 1 if it failed, or with 2 if the arguments are wrong.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        int code = run(args, System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            Arguments arguments = Arguments.parse(args);
            return new Census(out, err, Progress.on(err, arguments.quiet())).run(arguments);
        } catch (UsageException e) {
            return complain(err, e.getMessage(), MISUSED);
        } catch (IOException | PoolException e) {
            return complain(err, e.toString(), FAILED);
        }
    }

    private static int complain(PrintStream err, String message, int code) {
        err.println("census: " + message);
        return code;
    }

    private int run(Arguments arguments) throws IOException, UsageException {
        if (arguments.help()) {
            out.print(Arguments.HELP);
            return OK;
        }
        Jars jars = Jars.below(arguments.directory());
        List<Run> runs = new ArrayList<>();
        for (Combination combination : arguments.combinations()) {
            runs.add(Run.of(combination, arguments.workers(), jars, progress));
        }
        return report(runs);
    }

    private int report(List<Run> runs) {
        String table = runs.get(0).table();
        out.print(table);
        out.println();
        for (Run run : runs) {
            out.printf(Locale.ROOT, "%-20s %8.3f s%n", run.name(), run.seconds());
        }
        List<Run> different =
                runs.stream().filter(run -> !run.table().equals(table)).toList();
        different.forEach(run -> complainOf(run, runs.get(0)));
        return different.isEmpty() ? OK : FAILED;
    }

    private void complainOf(Run run, Run first) {
        err.println("census: the table of " + run.name() + " differs from that of " + first.name() + ":");
        err.print(run.table());
    }
}
