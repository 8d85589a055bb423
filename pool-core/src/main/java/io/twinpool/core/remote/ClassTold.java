// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/** How messages name a class: that of a lambda by the one in whose code it is. */
final class ClassTold {
    private static final String LAMBDA = "$$Lambda";

    private ClassTold() {}

    static boolean isLambda(Object object) {
        return isLambda(object.getClass().getName());
    }

    private static boolean isLambda(String className) {
        return className.contains(LAMBDA);
    }

    /** {@return such as {@code a lambda of com.example.Main}, or the name as it is} */
    static String of(String className) {
        return isLambda(className) ? "a lambda of " + className.substring(0, className.indexOf(LAMBDA)) : className;
    }

    /** {@return an object by what it is for, such as {@code argument of com.example.Order}} */
    static String of(String role, Object object) {
        String name = of(object.getClass().getName());
        return isLambda(object) ? role + ", " + name + "," : role + " of " + name;
    }
}
