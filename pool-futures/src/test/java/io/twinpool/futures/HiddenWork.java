// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import io.twinpool.Task;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;

/** Gives a task; made to be defined as a hidden class, as frameworks define those that they make up. */
final class HiddenWork implements Supplier<Task<Integer>>, Task<Integer> {
    private static final long serialVersionUID = 1;

    HiddenWork() {}

    /** {@return a lambda of this class, defined once more and without a name to find it by} */
    @SuppressWarnings("unchecked") // as this class declares it
    static Task<Integer> lambda() throws Exception {
        return ((Supplier<Task<Integer>>) instance()).get();
    }

    /** {@return an instance of such a class} */
    @SuppressWarnings("unchecked") // as this class declares it
    static Task<Integer> instance() throws Exception {
        MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(classFile(), true);
        return (Task<Integer>) hidden.lookupClass().getDeclaredConstructor().newInstance();
    }

    private static byte[] classFile() throws IOException {
        try (InputStream in = HiddenWork.class.getResourceAsStream("HiddenWork.class")) {
            return in.readAllBytes();
        }
    }

    @Override
    public Task<Integer> get() {
        return () -> 1;
    }

    @Override
    public Integer call() {
        return 1;
    }
}
