// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 11: an item of a map that shuts its own pool down. */
@SuppressWarnings("try") // close() is what is tested
final class ShutdownInsideMapsTest extends PoolContract {
    private static final List<Integer> ITEMS = IntStream.range(0, 10).boxed().toList();

    ShutdownInsideMapsTest(Kind kind) {
        super(kind);
    }

    private static TaskFunction<Integer, Integer> shuttingDownAt(int item, Pool pool) {
        return x -> {
            if (x == item) {
                pool.shutdown();
            }
            return x;
        };
    }

    /** CPython 3.13 pool:647: what was taken runs after close(); a list is taken whole by the call. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 100})
    void aListIsDoneThoughItsItemShutsThePoolDown(int chunkSize) throws Exception {
        assumeSharedMemory();
        CompletableFuture<List<Integer>> told = new CompletableFuture<>();
        Pool pool = open(1);

        AsyncResult<List<Integer>> list = pool.mapAsync(
                shuttingDownAt(2, pool),
                ITEMS,
                MapOptions.defaults().chunkSize(chunkSize),
                Callbacks.onResult(told::complete));

        assertThat(list.get(WAIT)).isEqualTo(ITEMS);
        assertThat(told).succeedsWithin(WAIT).isEqualTo(ITEMS);
        assertThat(pool.join(WAIT)).isTrue();
        assertThat(pool.stats().cancelled()).isZero();
    }

    /** The same where it is the last item: nothing is left that would need the pool. */
    @Test
    void aListIsDoneThoughItsLastItemShutsThePoolDown() throws Exception {
        assumeSharedMemory();
        Pool pool = open(1);

        assertThat(pool.map(shuttingDownAt(9, pool), ITEMS)).isEqualTo(ITEMS);

        assertThat(pool.join(WAIT)).isTrue();
    }

    /** API.md 4, settled details: a map cut short by a shutdown delivers what it took, then throws RejectedExecutionException. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLazyMapDeliversWhatItTookBeforeItsItemShutThePoolDown(boolean ordered) throws Exception {
        assumeSharedMemory();
        Pool pool = open(1);
        TaskFunction<Integer, Integer> fn = shuttingDownAt(2, pool);
        MapOptions options = MapOptions.defaults().bufferSize(1);
        List<Integer> seen = new ArrayList<>();
        try (Results<Integer> results =
                ordered ? pool.imap(fn, ITEMS, options) : pool.imapUnordered(fn, ITEMS, options)) {
            assertThatThrownBy(() -> {
                        while (results.hasNext()) {
                            seen.add(results.next());
                        }
                    })
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(results.hasNext()).isFalse();
        }
        assertThat(seen).containsExactly(0, 1, 2);
        assertThat(pool.join(WAIT)).isTrue();
    }
}
