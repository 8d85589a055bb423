// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** Workers that are threads of this JVM, platform or virtual, or the caller's own. */
@NullMarked
package io.twinpool.core.thread;

import org.jspecify.annotations.NullMarked;
