// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a child for the system class loader of the parent: what is not on the child's own class path is the
 * parent's to give.
 *
 * <p>What the parent does not have either is remembered. Thread-safe.
 */
class RemoteClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final long number;
    private final Loaders loaders;
    private final ClassLink link;
    private final Map<String, String> missingClasses = new ConcurrentHashMap<>(); // to the reason
    private final Map<String, Boolean> missingResources = new ConcurrentHashMap<>();
    private final Map<String, ProtectionDomain> domains = new ConcurrentHashMap<>();

    /** Makes the loader that stands for the system's. */
    RemoteClassLoader(Loaders loaders, ClassLink link) {
        this("host", Origins.SYSTEM, loaders, link);
    }

    RemoteClassLoader(String name, long number, Loaders loaders, ClassLink link) {
        super(name, ClassLoader.getSystemClassLoader());
        this.number = number;
        this.loaders = loaders;
        this.link = link;
    }

    /** {@return the number of the loader that it stands for} */
    final long number() {
        return number;
    }

    /** {@return the loader of this child that stands for another one} */
    final ClassLoader other(long stoodFor) {
        return loaders.get(stoodFor);
    }

    /**
     * {@return whether this gives the class of that name which another loader of the parent has}
     *
     * @param owner that loader's number; now and then another one than when this loader was told of it
     */
    final boolean leadsTo(long owner, String className) {
        if (Origins.isOne(owner, number)) {
            return true;
        } else if (missingClasses.containsKey(className)) {
            return false;
        }
        try {
            ClassLoader found = Class.forName(className, false, this).getClassLoader();
            return found instanceof RemoteClassLoader remote && Origins.isOne(owner, remote.number);
        } catch (ClassNotFoundException | LinkageError e) { // none, or one that is not whole
            return false;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (ask(Wire.Wanted.CLASS_FILE, name) instanceof ClassAnswer.ClassFile file) {
            return define(name, file);
        }
        throw new ClassNotFoundException(name);
    }

    /** {@return the answer to a question for a class} */
    final ClassAnswer ask(Wire.Wanted wanted, String name) throws ClassNotFoundException {
        String missing = missingClasses.get(name);
        if (missing == null) {
            ClassAnswer answer = link.ask(wanted, number, name);
            if (!(answer instanceof ClassAnswer.Nowhere nowhere)) {
                return answer;
            } else if (nowhere.reason() != null) { // it may be otherwise the next time
                throw new ClassNotFoundException(name + ": " + nowhere.reason());
            }
            missing = name;
            missingClasses.put(name, missing);
        }
        throw new ClassNotFoundException(missing);
    }

    final Class<?> define(String name, ClassAnswer.ClassFile file) {
        return defineClass(name, file.bytes(), file.place() == null ? null : domain(file.place()));
    }

    private ProtectionDomain domain(String place) {
        return domains.computeIfAbsent(
                place, p -> new ProtectionDomain(new CodeSource(url(p), (Certificate[]) null), null, this, null));
    }

    private static @Nullable URL url(String place) {
        try {
            return new URL(place);
        } catch (MalformedURLException e) { // of a protocol that only the parent knows
            return null;
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        List<URL> all = urls(name, resources(Wire.Wanted.RESOURCE_FILES, name).all());
        return all.isEmpty() ? null : all.get(0);
    }

    /** Without those that are on the child's own class path, as the parent has most of them too. */
    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        Set<String> own = ResourcePlace.all(getParent(), name);
        List<ClassAnswer.Resource> others = resources(Wire.Wanted.RESOURCE_FILES, name).all().stream()
                .filter(resource -> resource.place() == null || !own.contains(resource.place()))
                .toList();
        return Collections.enumeration(urls(name, others));
    }

    final ClassAnswer.Resources resources(Wire.Wanted wanted, String name) {
        if (!missingResources.containsKey(name)) {
            ClassAnswer answer = link.ask(wanted, number, name);
            if (answer instanceof ClassAnswer.Resources found && !found.isEmpty()) {
                return found;
            } else if (!(answer instanceof ClassAnswer.Nowhere nowhere) || nowhere.reason() == null) {
                missingResources.put(name, true); // else it may be otherwise the next time
            }
        }
        return new ClassAnswer.Resources(List.of(), false);
    }

    final List<URL> urls(String name, List<ClassAnswer.Resource> resources) {
        List<URL> urls = new ArrayList<>();
        for (ClassAnswer.Resource resource : resources) {
            urls.add(RemoteResource.url(
                    number, name, urls.size(), resource.content().array()));
        }
        return urls;
    }
}
