// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/**
 * Which class loader the class of an object is of, as the parent and a child say it to each other.
 *
 * <p>Thread-safe. May run the code of loaders.
 */
interface Homes {
    /** {@return the number of a class's loader; {@link Origins#SYSTEM} if that is found without} */
    long of(Class<?> type);

    /**
     * {@return where to look for a class}
     *
     * @param number of its loader, as the other half gave it
     * @param usual the loader that is asked for all classes whose loader has no number
     */
    ClassLoader loader(long number, String className, ClassLoader usual);
}
