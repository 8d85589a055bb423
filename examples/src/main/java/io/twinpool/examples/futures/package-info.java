// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** Short programs on {@link io.twinpool.futures.PoolExecutor}, for those who know {@code concurrent.futures}. */
package io.twinpool.examples.futures;
