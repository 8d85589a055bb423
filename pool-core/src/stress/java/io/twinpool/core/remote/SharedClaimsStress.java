// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.twinpool.worker.Claims;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** As for claims on the heap, through two mappings of one memory. */
final class SharedClaimsStress {
    private static final int CELLS = 64;

    private SharedClaimsStress() {}

    /** A batch as both halves have it, in a cell that no other one uses. */
    private record Shared(Claims near, Claims far) {
        private static int made; // guarded by the class, as all below
        private static Arena parents;
        private static Arena childs;

        static synchronized Shared of(int size) {
            if (made % CELLS == 0) {
                map();
            }
            int generation = made++;
            return new Shared(parents.begin(size, generation), new SharedClaims(childs, generation));
        }

        private static void map() {
            try {
                Path directory = Files.createTempDirectory("claims");
                Path file = directory.resolve("m");
                parents = Arena.create(file);
                childs = Arena.open(file);
                Files.delete(file);
                Files.delete(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 7", "1, 6", "3, 4", "7, 0"},
            expect = ACCEPTABLE,
            desc = "each item has one owner")
    public static class ClaimOrRevoke {
        private final Shared shared = Shared.of(3);

        @Actor
        public void worker(II_Result result) {
            for (int item = shared.far.claimTimed(); item >= 0; item = shared.far.claimTimed()) {
                result.r1 |= 1 << item;
            }
        }

        @Actor
        public void owner(II_Result result) {
            Claims.Span span = shared.near.revoke(0);
            result.r2 = span == null ? 0 : (1 << span.to()) - (1 << span.from());
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "those who run together are reported by one side")
    public static class SealOrRest {
        private final Shared shared = Shared.of(1);

        public SealOrRest() {
            shared.far.claim(1);
        }

        @Actor
        public void worker(ZZ_Result result) {
            result.r1 = shared.far.claim(1) != Claims.SEALED;
        }

        @Actor
        public void owner(ZZ_Result result) {
            result.r2 = shared.near.seal();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "false",
            expect = ACCEPTABLE,
            desc = "nobody takes the start of the item before for that of the one that runs")
    public static class StartOfAnItem {
        private final Shared shared = Shared.of(2);
        private long first; // the worker's
        private long seen; // the owner's

        @Actor
        public void worker() {
            shared.far.claimTimed();
            first = shared.far.startNanos();
            while (System.nanoTime() == first) {
                Thread.onSpinWait(); // else both may start at one time
            }
            shared.far.claimTimed();
        }

        @Actor
        public void owner() {
            seen = shared.near.started() == 2 ? shared.near.startNanos() : 0;
        }

        @Arbiter
        public void compared(Z_Result result) {
            result.r1 = seen == first;
        }
    }
}
