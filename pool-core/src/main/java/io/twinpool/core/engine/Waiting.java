// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import java.util.List;
import java.util.function.Supplier;

/** Work whose extent is fixed: it can be ended without being run. */
sealed interface Waiting extends Work permits PoolTask, MapRange {
    /** Ends it; the queue has let go of it. Not under the queue's lock. Whether that was the end of anything. */
    boolean abort(Supplier<Verdict> verdict);

    @Override
    default void detach(List<Waiting> into) {
        into.add(this);
    }
}
