// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The providers that modules of the application declare, as the resource that tells them of a class path: in a worker
 * its classes are in no named module.
 */
final class ModuleProviders {
    private static final String SERVICES = "META-INF/services/";

    private ModuleProviders() {}

    /** {@return the content of such a resource; empty if it is none, or nobody but the JDK provides that service} */
    static String declared(String resource) throws IOException {
        if (!resource.startsWith(SERVICES)) {
            return "";
        }
        StringBuilder providers = new StringBuilder();
        for (Module module : ModuleLayer.boot().modules()) {
            if (!isOfJdk(module) && !isTold(module, resource)) {
                providers.append(declared(module, resource.substring(SERVICES.length())));
            }
        }
        return providers.toString();
    }

    private static boolean isOfJdk(Module module) {
        return ModuleFinder.ofSystem().find(module.getName()).isPresent();
    }

    private static boolean isTold(Module module, String resource) throws IOException {
        try (InputStream told = module.getResourceAsStream(resource)) {
            return told != null;
        }
    }

    private static String declared(Module module, String service) {
        return module.getDescriptor().provides().stream()
                .filter(provides -> provides.service().equals(service))
                .flatMap(provides -> provides.providers().stream())
                .filter(provider -> isInstantiable(module, provider))
                .map(provider -> provider + "\n")
                .collect(Collectors.joining());
    }

    /** A provider method is for modules alone. */
    private static boolean isInstantiable(Module module, String provider) {
        Class<?> type = Class.forName(module, provider);
        return type != null
                && Modifier.isPublic(type.getModifiers())
                && List.of(type.getConstructors()).stream().anyMatch(c -> c.getParameterCount() == 0);
    }
}
