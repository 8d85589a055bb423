// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Where a resource is, written the same way in parent and child. */
final class ResourcePlace {
    private ResourcePlace() {}

    /** {@return the place behind an address; modules write theirs in another way than class paths} */
    static String of(URL address) {
        return address.toString().replace("file:///", "file:/");
    }

    /** {@return the places of all resources of a name that a loader finds} */
    static Set<String> all(ClassLoader loader, String name) throws IOException {
        Set<String> places = new HashSet<>();
        Collections.list(loader.getResources(name)).forEach(address -> places.add(of(address)));
        return places;
    }
}
