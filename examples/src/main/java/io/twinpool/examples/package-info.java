// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Programs to read and to run: a census of all jars in a directory, in {@link io.twinpool.examples.Census}, and what does
 * not belong to one facade alone.
 */
package io.twinpool.examples;
