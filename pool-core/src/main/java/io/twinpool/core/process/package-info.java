// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Forked JVMs as workers: how one is started, how its links are made, and how it ended.
 *
 * <p>What is said on the links is {@link io.twinpool.core.remote}'s.
 */
@NullMarked
package io.twinpool.core.process;

import org.jspecify.annotations.NullMarked;
