// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.Args2;
import io.twinpool.Args3;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/**
 * Shows a value that crossed in a form of its own to a filter of streams, as if a stream had brought it.
 *
 * <p>Null and strings are not shown, as streams do not show them. One thread.
 */
final class Inspection {
    private final ObjectInputFilter filter;
    private final long bytes;
    private long references;

    /**
     * Begins with a value.
     *
     * @param bytes that it took
     */
    Inspection(ObjectInputFilter filter, long bytes) {
        this.filter = filter;
        this.bytes = bytes;
    }

    private record Info(Class<?> serialClass, long arrayLength, long depth, long references, long streamBytes)
            implements ObjectInputFilter.FilterInfo {}

    /** Throws if it is refused. */
    void show(@Nullable Object value) throws InvalidClassException {
        show(value, 1);
    }

    private void show(@Nullable Object value, int depth) throws InvalidClassException {
        if (value == null || value instanceof String) {
            return;
        }
        ask(value, depth);
        if (value instanceof Args2<?, ?> row) {
            show(row.first(), depth + 1);
            show(row.second(), depth + 1);
        } else if (value instanceof Args3<?, ?, ?> row) {
            show(row.first(), depth + 1);
            show(row.second(), depth + 1);
            show(row.third(), depth + 1);
        }
    }

    private void ask(Object value, int depth) throws InvalidClassException {
        Class<?> type = value.getClass();
        long length = type.isArray() ? Array.getLength(value) : -1;
        ObjectInputFilter.Status status;
        try {
            status = filter.checkInput(new Info(type, length, depth, ++references, bytes));
        } catch (RuntimeException e) { // a refusal, as to a stream
            InvalidClassException refusal = refusal(type);
            refusal.initCause(e);
            throw refusal;
        }
        if (status == null || status == ObjectInputFilter.Status.REJECTED) {
            throw refusal(type);
        }
    }

    private static InvalidClassException refusal(Class<?> type) {
        return new InvalidClassException(type.getName(), "refused by a filter of this JVM");
    }
}
