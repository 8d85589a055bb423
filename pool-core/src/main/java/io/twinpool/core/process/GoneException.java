// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import java.io.IOException;

/** Whoever has connected is gone, or nobody waits for it any more: as workers are that are ended on their way here, so nothing to warn of. */
final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    GoneException(String message) {
        super(message);
    }
}
