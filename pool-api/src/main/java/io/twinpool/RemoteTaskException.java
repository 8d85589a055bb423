// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an exception of a forked worker's task that cannot be rebuilt in this JVM.
 *
 * <p>Its message and stack are those of the original; only the type and the fields are lost. So are the causes of the
 * original that cannot be rebuilt; they have a stand-in of their own.
 */
public final class RemoteTaskException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The name of the class that is missing here. */
    private final String originalClassName;

    /**
     * A stand-in for one exception.
     *
     * @param originalClassName the name of the class of the original
     * @param message the message of the original; null if it had none
     * @param stack the stack of the original, copied
     * @param cause the cause of the original, or a stand-in for it; null if it had none
     */
    public RemoteTaskException(
            String originalClassName, @Nullable String message, StackTraceElement[] stack, @Nullable Throwable cause) {
        super(message, cause);
        this.originalClassName = requireNonNull(originalClassName, "originalClassName");
        setStackTrace(requireNonNull(stack, "stack"));
    }

    /**
     * Names the class of the original.
     *
     * @return the name as {@link Class#getName} gives it
     */
    public String originalClassName() {
        return originalClassName;
    }

    /**
     * Describes this as the original, behind the name of this class.
     *
     * @return such as {@code io.twinpool.RemoteTaskException: com.example.DiskFull: no space left}
     */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message stays that of the original
    public String toString() {
        String message = getLocalizedMessage();
        String original = message == null ? originalClassName : originalClassName + ": " + message;
        return getClass().getName() + ": " + original;
    }
}
