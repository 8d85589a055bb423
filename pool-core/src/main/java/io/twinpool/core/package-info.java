// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** Running workers on which several pools can stand. */
@NullMarked
package io.twinpool.core;

import org.jspecify.annotations.NullMarked;
