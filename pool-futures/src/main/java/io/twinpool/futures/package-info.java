// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The minimal facade: an executor that takes tasks, and futures for their results.
 *
 * <p>Follows CPython's {@code concurrent.futures}; where that hangs, loses work or surprises, this does not.
 */
@NullMarked
package io.twinpool.futures;

import org.jspecify.annotations.NullMarked;
