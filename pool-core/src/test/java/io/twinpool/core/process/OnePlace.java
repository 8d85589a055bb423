// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/** One child for all tests of a class, which neither end nor count it: starting it anew for each would cost most of their time. */
final class OnePlace implements TestInstancePreConstructCallback, AfterEachCallback, AfterAllCallback {
    private static @Nullable Place place; // JUnit runs one class at a time

    private final Workers workers;

    /** For {@code @ExtendWith}. */
    OnePlace() {
        this(Workers.processes(1));
    }

    private OnePlace(Workers workers) {
        this.workers = workers;
    }

    /** {@return one whose child is as the workers say}, for a static field with {@code @RegisterExtension} */
    static OnePlace of(Workers workers) {
        return new OnePlace(workers);
    }

    /** {@return the child, which is idle; the caller does not close it} */
    static Place place() {
        if (place == null) {
            throw new IllegalStateException("no test runs");
        }
        return place;
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context)
            throws Exception {
        if (place == null) {
            place = Place.ready(workers);
        }
    }

    /** What a failed test may have left in it must not meet the next one. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        boolean isFit = false;
        try {
            if (context.getExecutionException().isEmpty()) {
                place().awaitIdle();
                isFit = true;
            }
        } finally {
            if (!isFit) {
                close();
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Whether or not its end is seen, no test gets it any more. */
    private static void close() {
        Place last = place;
        place = null;
        if (last != null) {
            last.close();
        }
    }
}
