// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Measures Twinpool on forked JVMs and Python's process pools in turn, and prints them side by side.
 *
 * <p>In turn, because the machine's speed changes from minute to minute: only ratios within one round say something.
 */
public final class PeerComparison {
    private static final int ITEMS = 1_000_000;
    private static final int PAYLOAD_BYTES = 64 << 20;
    private static final double WARM_UP_SECONDS = 3; // for each of four kinds of work

    /** One line of the table: which figure of the script stands beside which of ours. */
    private record Row(String figure, String peer, String peerFigure, String ourFigure, boolean moreIsBetter) {
        double theirs(Round round) {
            return Objects.requireNonNull(round.theirs.get(peerFigure), peerFigure);
        }

        double ours(Round round) {
            return Objects.requireNonNull(round.ours.get(ourFigure), ourFigure);
        }

        double ratio(Round round) {
            return moreIsBetter ? ours(round) / theirs(round) : theirs(round) / ours(round);
        }
    }

    private record Round(Map<String, Double> theirs, Map<String, Double> ours) {}

    private static final List<Row> ROWS = List.of(
            new Row("map of no-op items, items/s", "Pool.map(chunksize=1)", "pool_map_chunk_1", "map", true),
            new Row("map of no-op items, items/s", "Pool.map", "pool_map", "map", true),
            new Row("submit each, tasks/s", "Pool.apply_async", "pool_apply_async", "submit", true),
            new Row("submit each, tasks/s", "ProcessPoolExecutor.submit", "executor_submit", "submit", true),
            new Row("lone round trip p50, us", "Pool.apply", "pool_round_trip_p50", "round_trip_p50", false),
            new Row(
                    "lone round trip p50, us",
                    "ProcessPoolExecutor.submit",
                    "executor_round_trip_p50",
                    "round_trip_p50",
                    false),
            new Row("64 MiB there and back, ms", "Pool.apply", "pool_bytes_64_mib", "bytes", false),
            new Row("pool of one to first result, ms", "Pool, spawn", "spawn_first_result", "first_result", false),
            new Row(
                    "a worker for every task, tasks/s",
                    "Pool, spawn",
                    "spawn_worker_per_task",
                    "worker_per_task",
                    true));

    private PeerComparison() {}

    /**
     * Runs the comparison.
     *
     * @param args {@code --python}, {@code --script}, {@code --rounds}, {@code --workers}, each with its value
     * @throws IOException if the script cannot be run
     * @throws InterruptedException if this thread was interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> given = List.of(args);
        int workers = Integer.parseInt(value(given, "--workers", "2"));
        int rounds = Integer.parseInt(value(given, "--rounds", "3"));
        Path script = Path.of(value(given, "--script", "pool-benchmarks/python/peer.py"));
        PeerScript peer = new PeerScript(value(given, "--python", "python3"), script, workers);
        print(measure(peer, workers, rounds));
    }

    private static String value(List<String> given, String option, String otherwise) {
        int at = given.indexOf(option);
        return at < 0 ? otherwise : given.get(at + 1);
    }

    private static List<Round> measure(PeerScript peer, int workers, int rounds)
            throws IOException, InterruptedException {
        List<Round> measured = new ArrayList<>();
        try (PoolFigures pool = new PoolFigures(Kind.PROCESSES, workers, ITEMS, PAYLOAD_BYTES)) {
            pool.warmUp(WARM_UP_SECONDS);
            for (int i = 1; i <= rounds; i++) {
                System.err.println("round " + i + " of " + rounds);
                Map<String, Double> theirs = peer.measure();
                pool.warmUp(WARM_UP_SECONDS / 10); // caches and clocks, after the pause
                measured.add(new Round(theirs, pool.measure()));
            }
        }
        return measured;
    }

    private static void print(List<Round> rounds) {
        System.out.println("| figure | peer | peer, each round | Twinpool, each round | Twinpool is better by |");
        System.out.println("|---|---|---|---|---|");
        for (Row row : ROWS) {
            System.out.println("| " + row.figure + " | " + row.peer
                    + " | " + each(rounds, row::theirs)
                    + " | " + each(rounds, row::ours)
                    + " | " + each(rounds, row::ratio) + " |");
        }
    }

    private static String each(List<Round> rounds, ToDoubleFunction<Round> value) {
        return rounds.stream().map(round -> text(value.applyAsDouble(round))).collect(Collectors.joining(" / "));
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
