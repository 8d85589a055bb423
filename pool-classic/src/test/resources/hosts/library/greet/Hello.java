// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package greet;

/** Found by ServiceLoader. */
public final class Hello implements Greeter {
    @Override
    public String greeting() {
        return "hello";
    }
}
