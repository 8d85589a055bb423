// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.io.Serial;

/** Says that the other half has closed a link, or is gone. */
final class LinkClosedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    LinkClosedException() {
        super("the other half has closed the link");
    }
}
