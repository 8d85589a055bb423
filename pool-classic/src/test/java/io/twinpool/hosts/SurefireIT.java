// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import org.junit.jupiter.api.Test;

final class SurefireIT {
    @Test
    void x() {}
}
