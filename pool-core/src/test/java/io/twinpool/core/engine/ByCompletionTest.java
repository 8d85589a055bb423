// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Results in the order in which their items end. */
class ByCompletionTest {
    private static final int COUNT = 100;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByCompletion delivery = new ByCompletion();
    private final Segment segment = new Segment(0, new Object[COUNT]);

    /** An item may have ended just because there is no memory; its consumer waits to hear of it. */
    @Test
    void toTellThatAnItemHasEndedTakesNoMemory() {
        for (int i = 0; i < COUNT; i++) {
            delivery.expect(segment, i);
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COUNT; i++) {
            segment.returned(i, "done");
            long before = threads.getCurrentThreadAllocatedBytes();
            delivery.ended(segment, i);
            least = Math.min(
                    least, threads.getCurrentThreadAllocatedBytes() - before); // the first may link what it calls
        }

        assertThat(least).isZero();
        for (int i = 0; i < COUNT; i++) {
            assertThat(delivery.poll()).isEqualTo("done");
            assertThat(delivery.index()).isEqualTo(i);
        }
        assertThat(delivery.poll()).isNull();
    }
}
