// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** Short programs on {@link io.twinpool.classic.Pool}, for those who know {@code multiprocessing.Pool}. */
package io.twinpool.examples.classic;
