// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.io.Serial;

/** Says that the other half broke the rules of {@link Wire}; nothing it says can be trusted any more. */
final class ProtocolException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
