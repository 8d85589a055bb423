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
import org.jspecify.annotations.Nullable;

/** Finds the way from an object to the one in it that is not serializable, as far as fields can be read. */
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

    /** {@return such as {@code com.example.Order.customer.socket (java.net.Socket)}; null if it cannot be found} */
    static @Nullable String path(Object root, @Nullable String className) {
        return className == null ? null : new Culprit(className).search(root);
    }

    private @Nullable String search(Object root) {
        reach(root, root.getClass().getName());
        for (Step step = steps.poll(); step != null; step = steps.poll()) {
            if (isCulprit(step.object)) {
                return step.object == root ? className : step.path + " (" + ClassTold.of(className) + ")";
            }
            tryToExpand(step);
        }
        return null;
    }

    /** However much is still to be looked at: it would take time, and memory that is not there. */
    private boolean isGoingOn() {
        return looks < MOST;
    }

    private boolean isCulprit(Object object) {
        return !(object instanceof Serializable) && object.getClass().getName().equals(className);
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
        } else {
            expandFields(step);
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
