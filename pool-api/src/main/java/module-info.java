// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/** The words that every user of Twinpool shares, and the seam that every kind of worker implements. */
module io.twinpool.api {
    requires static org.jspecify;

    exports io.twinpool;
    exports io.twinpool.worker;
}
