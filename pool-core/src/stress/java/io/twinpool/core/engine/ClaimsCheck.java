// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import io.twinpool.worker.Claims;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every operation on claims is one step: the worker's own, and those of whoever takes back. */
@Param(name = "from", gen = IntGen.class, conf = "0:4")
@Param(name = "most", gen = IntGen.class, conf = "1:2")
public class ClaimsCheck {
    private static final String WORKERS = "the worker's";

    private final Claims claims = Claims.onHeap(4);

    @Test
    void everyOperationIsOneStep() {
        new ModelCheckingOptions()
                .iterations(50)
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(3)
                .check(ClaimsCheck.class);
    }

    @Operation(nonParallelGroup = WORKERS)
    public int claim(@Param(name = "most") int most) {
        return claims.claim(most);
    }

    @Operation(nonParallelGroup = WORKERS)
    public void rest() {
        claims.rest();
    }

    @Operation(nonParallelGroup = WORKERS)
    public boolean extend() {
        return claims.extend();
    }

    @Operation
    public Claims.@Nullable Span revoke(@Param(name = "from") int from) {
        return claims.revoke(from);
    }

    @Operation
    public boolean seal() {
        return claims.seal();
    }

    @Operation
    public int started() {
        return claims.started();
    }

    @Operation
    public int waiting() {
        return claims.waiting();
    }

    @Operation
    public int running() {
        return claims.running();
    }
}
