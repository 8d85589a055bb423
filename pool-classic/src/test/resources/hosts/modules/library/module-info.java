// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
module greet {
    exports greet;

    provides greet.Greeter with
            greet.Hello;
}
