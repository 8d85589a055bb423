// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/**
 * How objects that {@link Values} has no encoding for cross: the seam for other serializers.
 *
 * <p>Both directions run the user's code. Thread-safe. Whatever is thrown concerns that one object.
 */
public interface Codec {
    /**
     * {@return the object as bytes}
     *
     * @param object never null
     * @throws Exception if it cannot cross; Errors too
     */
    byte[] write(Object object) throws Exception;

    /**
     * {@return the object that the bytes were made of}
     *
     * @param bytes from {@link #write}
     * @param loader where its classes are looked for
     * @throws Exception if it cannot be rebuilt; Errors too
     */
    Object read(byte[] bytes, ClassLoader loader) throws Exception;

    /** {@return whether it is the worker's: messages are read in the other JVM} */
    default boolean isOfWorker() {
        return false;
    }

    /** {@return whether values that crossed without it must pass {@link #check} too} Quick. */
    default boolean isWary() {
        return false;
    }

    /**
     * Looks at a value that {@link Values} has an encoding for.
     *
     * @param value as it came
     * @param bytes that it took
     * @throws Exception if it is refused; Errors too
     */
    default void check(Object value, long bytes) throws Exception {}
}
