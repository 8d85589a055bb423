// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The rich facade: a pool that maps, with callbacks, lazy iterators and rows of arguments.
 *
 * <p>Follows CPython's {@code multiprocessing.pool.Pool}; where that hangs, loses work or surprises, this does not.
 */
@NullMarked
package io.twinpool.classic;

import org.jspecify.annotations.NullMarked;
