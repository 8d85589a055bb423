// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a task, an argument or a result cannot cross to or from a forked JVM.
 *
 * <p>The message names the object and the path of fields to it. A function, task or argument of {@code submit} is
 * refused by the call itself, but one that cannot be read over there fails its task, which has then not run; an item of a
 * map fails as that item; a result fails its task, which has then run. The pool and its workers are not harmed.
 *
 * <p>An exception that cannot cross is told by a {@link RemoteTaskException} in its place, unless it is too large even for
 * that.
 *
 * @see Workers#resultFilter(java.io.ObjectInputFilter)
 */
public final class TaskSerializationException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * The failure of one object to cross.
     *
     * @param message which object, by what path of fields, and why
     * @param cause such as a {@link java.io.NotSerializableException}, or what the object's own {@code writeObject} or
     *     {@code readObject} threw; null if nothing was thrown
     */
    public TaskSerializationException(String message, @Nullable Throwable cause) {
        super(requireNonNull(message, "message"), cause);
    }
}
