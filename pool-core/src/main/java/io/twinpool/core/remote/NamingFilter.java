// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the user's filter, that of the whole JVM or our own limit refuses, and knows which of them and why: of that {@link
 * java.io.ObjectInputStream} tells nothing. One thread.
 */
final class NamingFilter implements ObjectInputFilter {
    private final @Nullable ObjectInputFilter users; // null: there is none
    private final @Nullable ObjectInputFilter host; // null: there is none
    private final ArrayLimit limit;
    private @Nullable Class<?> refused; // null: none, or what is refused has no class
    private @Nullable String reason; // null: nothing has been refused

    NamingFilter(@Nullable ObjectInputFilter users, @Nullable ObjectInputFilter host, ArrayLimit limit) {
        this.users = users;
        this.host = host;
        this.limit = limit;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Status first = ask("the resultFilter", users, info);
        Status second = first == Status.REJECTED ? first : ask("the filter of this JVM", host, info);
        if (second == Status.REJECTED) {
            return second;
        } else if (limit.isExceededBy(info.arrayLength())) {
            return refuse(info, limit.reason(info.arrayLength()));
        }
        return first == Status.ALLOWED ? first : second;
    }

    private Status ask(String name, @Nullable ObjectInputFilter filter, FilterInfo info) {
        if (filter == null) {
            return Status.UNDECIDED;
        }
        Status status;
        try {
            status = filter.checkInput(info);
        } catch (RuntimeException e) { // a stream takes it for a refusal
            refuse(info, "refused because " + name + " threw " + Crossing.told(e));
            throw e;
        }
        if (status == null) {
            return refuse(info, "refused because " + name + " gave null for a status");
        }
        return status == Status.REJECTED ? refuse(info, "refused by " + name) : status;
    }

    private Status refuse(FilterInfo info, String why) {
        refused = info.serialClass();
        reason = why;
        return Status.REJECTED;
    }

    /** {@return the same refusal with the name of the class, and of who has refused it; itself if this has refused none} */
    InvalidClassException named(InvalidClassException refusal) {
        String why = reason;
        if (why == null) {
            return refusal;
        }
        Class<?> type = refused;
        InvalidClassException named =
                type == null ? new InvalidClassException(why) : new InvalidClassException(type.getName(), why);
        named.setStackTrace(refusal.getStackTrace()); // its place: it says nothing that this does not
        if (refusal.getCause() != null) {
            named.initCause(refusal.getCause());
        }
        return named;
    }
}
