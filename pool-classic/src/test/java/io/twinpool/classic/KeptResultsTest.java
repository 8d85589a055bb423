// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.classic;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.Kind;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who keeps the result of a list that has ended keeps none of its items, as with the result of a task. */
final class KeptResultsTest extends PoolContract {
    private static final int COUNT = 100;

    KeptResultsTest(Kind kind) {
        super(kind);
    }

    private static final class Large implements Serializable {
        private static final long serialVersionUID = 1;

        private final byte[] bytes = new byte[1000];

        int size() {
            return bytes.length;
        }

        int fail() {
            throw new IllegalStateException("of " + bytes.length);
        }
    }

    private record Kept(AsyncResult<List<Integer>> result, List<WeakReference<Large>> items) {
        static Kept of(Function<List<Large>, AsyncResult<List<Integer>>> map) {
            List<Large> items = new ArrayList<>();
            List<WeakReference<Large>> references = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                items.add(new Large());
                references.add(new WeakReference<>(items.get(i)));
            }
            return new Kept(map.apply(items), references);
        }

        void awaitForgotten() throws InterruptedException {
            Eventually.until("the items are collected", () -> {
                System.gc();
                return items.stream().allMatch(item -> item.refersTo(null));
            });
            assertThat(result.ready()).isTrue();
        }
    }

    @Test
    void aListThatHasEndedKeepsNoItem() throws Exception {
        try (Pool pool = open()) {
            Kept returned = Kept.of(items -> pool.mapAsync(Large::size, items));
            Kept failed = Kept.of(items -> pool.mapAsync(Large::fail, items));

            assertThat(returned.result().get(WAIT)).hasSize(COUNT).containsOnly(1000);
            assertThatThrownBy(() -> failed.result().get(WAIT)).hasMessageContaining("of 1000");

            returned.awaitForgotten();
            failed.awaitForgotten();
        }
    }
}
