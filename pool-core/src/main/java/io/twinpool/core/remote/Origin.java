// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/**
 * Where the classes of a function come from.
 *
 * @param loader finds them in this JVM
 * @param number by which workers ask for them
 */
record Origin(ClassLoader loader, long number) {}
