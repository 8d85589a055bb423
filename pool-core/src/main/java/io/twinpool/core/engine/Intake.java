// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

/** When a map reads its input. */
public enum Intake {
    /** All of it, in the call of map itself, unless the options bound the buffer. */
    EAGER,
    /** As results are consumed, a buffer ahead. */
    LAZY
}
