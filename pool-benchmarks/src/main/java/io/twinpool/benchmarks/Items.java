// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The input of a map. */
@State(Scope.Benchmark)
public class Items {
    static final int COUNT = 1_000_000;

    @Param("" + COUNT)
    public int items = COUNT;

    final List<Integer> list = new ArrayList<>();

    @Setup
    public void fill() {
        for (int i = 0; i < items; i++) {
            list.add(i);
        }
    }

    /** {@return the items in so many parts of nearly the same size} */
    List<List<Integer>> parts(int n) {
        List<List<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            parts.add(list.subList((int) ((long) items * i / n), (int) ((long) items * (i + 1) / n)));
        }
        return parts;
    }
}
