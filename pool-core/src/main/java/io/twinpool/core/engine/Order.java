// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** In which order a map's results come. */
public enum Order {
    /** That of the input. */
    INPUT,
    /** That in which the items end. */
    COMPLETION
}
