// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.MapOptions;
import io.twinpool.Results;
import io.twinpool.core.testing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 13: plain fields that are handed over, by arguments, items, results and callbacks. */
final class VisibilityTest extends FuturesContract {
    private static final int ROUNDS = 2000;

    VisibilityTest(Kind kind) {
        super(kind);
    }

    @BeforeEach
    void onlyWhereObjectsAreHandedOver() {
        assumeSharedMemory();
    }

    /** An object of plain fields, written by one side and read by the other. */
    private static final class Parcel {
        int asked;
        int answered;

        Parcel asking(int number) {
            asked = number;
            return this;
        }

        /** In the task: answers what it was asked. */
        Parcel answer() {
            answered = asked + 1;
            return this;
        }
    }

    /** Contract 13: what was written before submit is seen by the task, and the task's writes by who has waited for it, in any way. */
    @Test
    void anArgumentIsSeenAndWhatTheTaskDidToIt() throws Exception {
        try (PoolExecutor pool = open()) {
            Parcel parcel = new Parcel();
            for (int i = 0; i < ROUNDS; i++) {
                PoolFuture<Parcel> future = pool.submit(Parcel::answer, parcel.asking(i));
                switch (i % 4) {
                    case 0 -> future.result(WAIT);
                    case 1 -> assertThat(future.exception(WAIT)).isEmpty();
                    case 2 -> Futures.await(List.of(future), ReturnWhen.FIRST_COMPLETED);
                    default -> Futures.asCompleted(List.of(future)).iterator().next();
                }

                assertThat(parcel.answered).isEqualTo(i + 1);
            }
        }
    }

    /** Contract 13: by isDone() too, which is a way to see its end. */
    @Test
    void whoSeesThatItIsDoneSeesWhatItDid() {
        try (PoolExecutor pool = open()) {
            Parcel parcel = new Parcel();
            for (int i = 0; i < ROUNDS; i++) {
                PoolFuture<Parcel> future = pool.submit(Parcel::answer, parcel.asking(i));
                while (!future.isDone()) {
                    Thread.onSpinWait();
                }

                assertThat(parcel.answered).isEqualTo(i + 1);
            }
        }
    }

    /** Contract 13: by the items and results of a map, whatever the chunk. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, ROUNDS})
    void itemsAreSeenAndWhatWasDoneToThem(int chunkSize) {
        List<Parcel> parcels =
                IntStream.range(0, ROUNDS).mapToObj(i -> new Parcel().asking(i)).toList();
        try (PoolExecutor pool = open();
                Results<Parcel> results =
                        pool.map(Parcel::answer, parcels, MapOptions.defaults().chunkSize(chunkSize))) {
            for (int i = 0; i < ROUNDS; i++) {
                Parcel parcel = results.next();

                assertThat(parcel).isSameAs(parcels.get(i));
                assertThat(parcel.answered).isEqualTo(i + 1);
            }
        }
    }

    /** Contract 13: by callbacks, which read what the task did, and whose writes are seen after close(). */
    @Test
    void callbacksSeeWhatTheTaskDidAndCloseSeesWhatTheyDid() {
        List<Parcel> parcels =
                IntStream.range(0, ROUNDS).mapToObj(i -> new Parcel().asking(i)).toList();
        try (PoolExecutor pool = open()) {
            List<PoolFuture<Parcel>> futures = new ArrayList<>();
            for (Parcel parcel : parcels) {
                futures.add(pool.submit(Parcel::answer, parcel)
                        .addDoneCallback(done -> done.result().asking(parcel.answered)));
            }
            assertThat(futures).hasSize(ROUNDS);
        }
        assertThat(parcels).allMatch(parcel -> parcel.asked == parcel.answered);
    }

    /** Contract 13: by the stages of its CompletableFuture. */
    @Test
    void stagesSeeWhatTheTaskDid() {
        try (PoolExecutor pool = open()) {
            Parcel parcel = new Parcel();
            for (int i = 0; i < ROUNDS; i++) {
                int seen = pool.submit(Parcel::answer, parcel.asking(i))
                        .toCompletableFuture()
                        .thenApply(same -> parcel.answered)
                        .join();

                assertThat(seen).isEqualTo(i + 1);
            }
        }
    }
}
