// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

/** The loaders of a child that stand for those of its parent. */
final class FarHomes implements Homes {
    @Override
    public long of(Class<?> type) {
        return type.getClassLoader() instanceof RemoteClassLoader remote ? remote.number() : Origins.SYSTEM;
    }

    @Override
    public ClassLoader loader(long number, String className, ClassLoader usual) {
        boolean isUsual = number == Origins.SYSTEM
                || !(usual instanceof RemoteClassLoader remote)
                || remote.leadsTo(number, className);
        return isUsual ? usual : ((RemoteClassLoader) usual).other(number);
    }
}
