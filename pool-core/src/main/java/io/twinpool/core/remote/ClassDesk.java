// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question of a worker for a class or a resource, through a loader of {@link Origins} and by name alone.
 *
 * <p>Loaders run the user's code: whatever they throw is an answer too.
 */
final class ClassDesk {
    private final Origins origins;

    ClassDesk(Origins origins) {
        this.origins = origins;
    }

    /**
     * A part of an answer.
     *
     * @param type of its frame
     * @param value direct
     */
    record Part(byte type, @Nullable Object value) {}

    List<Part> answer(Wire.FindHead head) {
        ClassLoader loader = origins.loader(head.loader());
        if (loader == null) {
            return nowhere("its class loader is gone");
        }
        try {
            return switch (head.wanted()) {
                case CLASS, CLASS_FILE -> findClass(loader, head.name(), head.wanted() == Wire.Wanted.CLASS_FILE);
                case RESOURCES, RESOURCE_FILES ->
                    findResources(loader, head.name(), head.wanted() == Wire.Wanted.RESOURCE_FILES);
            };
        } catch (ClassNotFoundException e) {
            return nowhere(null);
        } catch (Throwable t) { // of the loader, which is the user's code
            return nowhere("its class loader threw " + t);
        }
    }

    private static List<Part> nowhere(@Nullable String reason) {
        return List.of(new Part(Wire.NOWHERE, reason));
    }

    private List<Part> findClass(ClassLoader loader, String name, boolean file) throws Exception {
        Class<?> type = Class.forName(name, false, loader);
        ClassLoader owner = type.getClassLoader();
        boolean isSystem = Origins.isSystem(owner);
        if (isSystem && !file) {
            return List.of(new Part(Wire.LOCAL, null));
        } else if (owner != null && owner != loader && !isSystem) {
            return List.of(new Part(Wire.ELSEWHERE, origins.number(owner)));
        }
        Freshness.Stamp stamp = Freshness.Stamp.of(type);
        byte[] bytes = ClassFiles.bytes(type);
        if (owner == null || bytes == null) {
            return nowhere("its class loader " + owner + " has it, but gives no class file");
        }
        origins.freshness().served(type, stamp);
        return List.of(new Part(Wire.PLACE, ClassFiles.place(type)), new Part(Wire.CLASS_FILE, bytes));
    }

    /** What the system class loader has too is left to the worker, unless it has asked for all. */
    private static List<Part> findResources(ClassLoader loader, String name, boolean all) throws IOException {
        List<Part> parts = new ArrayList<>();
        Set<String> local = all ? Set.of() : ResourcePlace.all(ClassLoader.getSystemClassLoader(), name);
        boolean isLocal = false;
        for (URL source : Collections.list(loader.getResources(name))) {
            String place = ResourcePlace.of(source);
            if (local.contains(place)) {
                isLocal = true;
            } else {
                parts.add(new Part(Wire.PLACE, place));
                parts.add(new Part(Wire.RESOURCE, bytes(source)));
            }
        }
        String declared = ModuleProviders.declared(name);
        if (all && !declared.isEmpty()) {
            parts.add(new Part(Wire.RESOURCE, declared.getBytes(UTF_8)));
        }
        parts.add(new Part(Wire.RESOURCES, isLocal || !declared.isEmpty()));
        return parts;
    }

    private static byte[] bytes(URL source) throws IOException {
        try (InputStream in = source.openStream()) {
            return in.readAllBytes();
        }
    }
}
