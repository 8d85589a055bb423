// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import io.twinpool.examples.Combination.Facade;
import io.twinpool.examples.Combination.Kind;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Takes the arguments of the command line one by one. */
final class ArgumentParser {
    private final Queue<String> rest;
    private int workers = Runtime.getRuntime().availableProcessors();
    private @Nullable String directory;
    private @Nullable Kind kind;
    private @Nullable Facade facade;
    private boolean compare;
    private boolean quiet;
    private boolean help;

    ArgumentParser(String... arguments) {
        rest = new ArrayDeque<>(List.of(arguments));
    }

    Arguments parse() throws UsageException {
        while (!rest.isEmpty()) {
            take(rest.remove());
        }
        return new Arguments(help ? Path.of("") : directory(), workers, combinations(), quiet, help);
    }

    private void take(String argument) throws UsageException {
        switch (argument) {
            case "--workers" -> workers = atLeastOne(argument, value(argument));
            case "--kind" -> kind = oneOf(Kind.values(), argument, value(argument));
            case "--facade" -> facade = oneOf(Facade.values(), argument, value(argument));
            case "--compare" -> compare = true;
            case "--quiet" -> quiet = true;
            case "--help", "-h" -> help = true;
            default -> takeDirectory(argument);
        }
    }

    private void takeDirectory(String argument) throws UsageException {
        require(!argument.startsWith("-"), "unknown option " + argument + ", see --help");
        require(directory == null, "one directory at most, was " + directory + " and " + argument);
        directory = argument;
    }

    private String value(String option) throws UsageException {
        require(!rest.isEmpty(), option + " needs a value");
        return rest.remove();
    }

    private List<Combination> combinations() throws UsageException {
        require(!compare || (kind == null && facade == null), "--compare goes with neither --kind nor --facade");
        return compare
                ? Combination.all()
                : List.of(
                        new Combination(kind == null ? Kind.THREADS : kind, facade == null ? Facade.FUTURES : facade));
    }

    private Path directory() throws UsageException {
        try {
            Path path = directory == null ? localRepository() : Path.of(directory);
            boolean isEmpty = directory != null && directory.isEmpty(); // a shell's variable that was not set
            require(!isEmpty && Files.isDirectory(path), "no such directory: " + (isEmpty ? "''" : path));
            require(Files.isReadable(path), "directory cannot be read: " + path);
            return path;
        } catch (InvalidPathException e) {
            throw new UsageException("no such directory: " + directory);
        }
    }

    private static Path localRepository() {
        String named = System.getProperty("maven.repo.local");
        return named == null ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(named);
    }

    private static int atLeastOne(String option, String value) throws UsageException {
        try {
            int number = Integer.parseInt(value);
            require(number >= 1, option + " must be >= 1, was " + value);
            return number;
        } catch (NumberFormatException e) {
            throw new UsageException(option + " must be a whole number, was " + value);
        }
    }

    private static <T> T oneOf(T[] all, String option, String value) throws UsageException {
        for (T one : all) {
            if (one.toString().equals(value)) {
                return one;
            }
        }
        throw new UsageException(option + " must be one of " + Arrays.toString(all) + ", was " + value);
    }

    private static void require(boolean rule, String message) throws UsageException {
        if (!rule) {
            throw new UsageException(message);
        }
    }
}
