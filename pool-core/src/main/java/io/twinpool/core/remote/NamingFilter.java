// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/** Does as another filter, and knows which class that has refused, of which {@link java.io.ObjectInputStream} tells nothing. One thread. */
final class NamingFilter implements ObjectInputFilter {
    private final ObjectInputFilter filter;
    private @Nullable Class<?> refused;

    NamingFilter(ObjectInputFilter filter) {
        this.filter = filter;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Status status = filter.checkInput(info);
        if (status == Status.REJECTED) {
            refused = info.serialClass();
        }
        return status;
    }

    /** {@return the same refusal with the name of the class; itself if this has refused none} */
    InvalidClassException named(InvalidClassException refusal) {
        if (refused == null) {
            return refusal;
        }
        InvalidClassException named = refusal(refused, refusal.getMessage());
        named.initCause(refusal);
        return named;
    }

    /** {@return what says that a filter has refused a class} */
    static InvalidClassException refusal(Class<?> refused, @Nullable String status) {
        return new InvalidClassException(
                refused.getName(), "refused by the resultFilter or by the filter of this JVM (" + status + ")");
    }
}
