// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of both facades beside their peers; how to run and read them: README.md of this module. */
@NullMarked
package io.twinpool.benchmarks;

import org.jspecify.annotations.NullMarked;
