// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/**
 * Stands for an array that was not received, because this JVM cannot hold it.
 *
 * @param bytes what it takes
 */
record TooLarge(long bytes) {}
