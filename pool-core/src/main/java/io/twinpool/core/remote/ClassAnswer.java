// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parent says to a child that asks for a class or for resources. */
sealed interface ClassAnswer {
    /** There is no such class; why, if there is more to say. */
    record Nowhere(@Nullable String reason) implements ClassAnswer {}

    /** The class comes from the system class loader. */
    record Local() implements ClassAnswer {}

    /** The class is another loader's, of that number. */
    record Elsewhere(long loader) implements ClassAnswer {}

    /** The class, and the address of what it was loaded from. */
    record ClassFile(ByteBuffer bytes, @Nullable String place) implements ClassAnswer {}

    /** Resources, and whether those of the system class loader come first. */
    record Resources(List<Resource> all, boolean isLocalToo) implements ClassAnswer {
        boolean isEmpty() {
            return all.isEmpty() && !isLocalToo;
        }
    }

    /** A resource, and its address in the parent, if it has one. */
    record Resource(ByteBuffer content, @Nullable String place) {}
}
