// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
module app {
    requires greet;
    requires io.twinpool.classic;
    requires io.twinpool.futures;

    uses greet.Greeter;
}
