// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.examples;

import java.util.ArrayList;
import java.util.List;

/** Work for a worker: prime factors. */
public final class Factors {
    private Factors() {}

    /**
     * Factorizes by trial division.
     *
     * @param number at least 1
     * @return its prime factors, the smallest first; none for 1
     * @throws IllegalArgumentException if {@code number} is less than 1
     */
    public static List<Long> of(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("number must be >= 1, was " + number);
        }
        List<Long> factors = new ArrayList<>();
        long rest = number;
        for (long prime = 2; prime * prime <= rest; prime++) {
            for (; rest % prime == 0; rest /= prime) {
                factors.add(prime);
            }
        }
        if (rest > 1) {
            factors.add(rest);
        }
        return factors;
    }
}
