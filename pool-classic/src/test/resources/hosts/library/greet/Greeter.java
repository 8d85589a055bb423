// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package greet;

/** What the application's library greets with. */
public interface Greeter {
    String greeting();
}
