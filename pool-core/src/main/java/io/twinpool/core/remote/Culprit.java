// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the way from an object to the one in it that cannot be written, as far as fields can be read. */
final class Culprit {
    private static final int MOST = 10_000; // looks at an object

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private final String className;
    private int looks;

    private record Step(Object object, String path) {}

    private Culprit(String className) {
        this.className = className;
    }

    /**
     * {@return the way to the first object of a class that is not serializable} Such as {@code com.example.Order.customer.socket
     * (java.net.Socket)}; null if there is none to be found.
     */
    static @Nullable String path(Object root, @Nullable String className) {
        if (className == null) {
            return null;
        }
        Culprit culprit = new Culprit(className);
        Step found = culprit.search(root, culprit::isUnserializable);
        return found == null ? null : culprit.told(found, root);
    }

    /** {@return the way to the only object of a class, or of one derived from it; null if there is none, or several may be meant} */
    static @Nullable String pathToOnly(Object root, String className) {
        Culprit culprit = new Culprit(className);
        Step found = culprit.search(root, culprit::isOfClass);
        if (found == null) {
            return null;
        }
        culprit.tryToExpand(found);
        boolean isOnly = culprit.goOn(culprit::isOfClass) == null && culprit.isGoingOn();
        return isOnly ? culprit.told(found, root) : null;
    }

    private String told(Step found, Object root) {
        return found.object == root ? className : found.path + " (" + ClassTold.of(className) + ")";
    }

    private @Nullable Step search(Object root, Predicate<Object> isCulprit) {
        reach(root, root.getClass().getName());
        return goOn(isCulprit);
    }

    /** {@return the next one} Null: there is none. */
    private @Nullable Step goOn(Predicate<Object> isCulprit) {
        for (Step step = steps.poll(); step != null; step = steps.poll()) {
            if (isCulprit.test(step.object)) {
                return step;
            }
            tryToExpand(step);
        }
        return null;
    }

    /** However much is still to be looked at: it would take time, and memory that is not there. */
    private boolean isGoingOn() {
        return looks < MOST;
    }

    private boolean isUnserializable(Object object) {
        return !(object instanceof Serializable) && object.getClass().getName().equals(className);
    }

    private boolean isOfClass(Object object) {
        Class<?> type = object.getClass();
        while (type != null && !type.getName().equals(className)) {
            type = type.getSuperclass();
        }
        return type != null;
    }

    private void tryToExpand(Step step) {
        try {
            expand(step);
        } catch (RuntimeException | Error e) { // what cannot be walked hides its part of the way, no more
            seen.add(step.object);
        }
    }

    private void expand(Step step) {
        if (step.object instanceof Object[] array) {
            for (int i = 0; i < array.length && isGoingOn(); i++) {
                reach(array[i], step.path + "[" + i + "]");
            }
        } else if (step.object instanceof Collection<?> collection) {
            Iterator<?> elements = collection.iterator();
            for (int i = 0; isGoingOn() && elements.hasNext(); i++) {
                reach(elements.next(), step.path + "[" + i + "]");
            }
        } else if (step.object instanceof Map<?, ?> map) {
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            while (isGoingOn() && entries.hasNext()) {
                Map.Entry<?, ?> entry = entries.next();
                Object key = entry.getKey();
                reach(key, step.path + ".key");
                reach(entry.getValue(), step.path + "[" + (Values.isScalar(key) ? key : "...") + "]");
            }
        } else if (step.object instanceof Map.Entry<?, ?> entry) {
            reach(entry.getKey(), step.path + ".key");
            reach(entry.getValue(), step.path + ".value");
        } else if (step.object instanceof AtomicReference<?> reference) {
            reach(reference.get(), step.path + ".value");
        } else {
            if (step.object instanceof Throwable error) {
                expandThrowable(error, step.path);
            }
            expandFields(step);
        }
    }

    /** Its fields are the JDK's, and closed. */
    private void expandThrowable(Throwable error, String path) {
        reach(error.getCause(), path + ".cause");
        Throwable[] suppressed = error.getSuppressed();
        for (int i = 0; i < suppressed.length && isGoingOn(); i++) {
            reach(suppressed[i], path + ".suppressed[" + i + "]");
        }
    }

    private void expandFields(Step step) {
        for (Class<?> type = step.object.getClass();
                type != null && type != Object.class;
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                boolean crosses = !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers);
                if (crosses && !field.getType().isPrimitive() && field.trySetAccessible()) {
                    reach(value(field, step.object), step.path + "." + field.getName());
                }
            }
        }
    }

    private static @Nullable Object value(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError("made accessible before", e);
        }
    }

    private void reach(@Nullable Object object, String path) {
        looks++;
        if (object != null && seen.add(object)) {
            steps.add(new Step(object, path));
        }
    }
}
