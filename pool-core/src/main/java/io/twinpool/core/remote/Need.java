// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/** What it takes to go on with a conversation. */
enum Need {
    /** Only that the other half says something. */
    NOTHING,
    /** That the socket takes more. */
    WRITABLE,
    /** That the I/O thread runs an {@link Errand}. */
    USER_CODE
}
