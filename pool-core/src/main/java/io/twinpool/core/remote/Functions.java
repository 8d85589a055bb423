// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import io.twinpool.worker.Routine;
import io.twinpool.worker.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that a child remembers: the last {@link Wire#ROUTINES} that were defined. Task thread only. */
final class Functions {
    private final Crossing crossing;
    private final Function none = made(Shape.TASK, ClassLoader.getSystemClassLoader(), Values.REFUSED);
    private final Map<Long, Function> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Function> eldest) {
            return size() > Wire.ROUTINES;
        }
    };

    Functions(Crossing crossing) {
        this.crossing = crossing;
    }

    void define(long id, Function function) {
        known.put(id, function);
    }

    /** Lets go of the functions of a loader; they keep their places, which the parent counts too. */
    void forget(ClassLoader loader) {
        known.replaceAll((id, function) -> function.loader == loader ? none : function);
    }

    Function get(long id) throws ProtocolException {
        Function function = known.get(id);
        if (function == null || function == none) {
            throw new ProtocolException("unknown function: " + id);
        }
        return function;
    }

    /** {@return a function, not remembered} */
    Function made(Shape shape, ClassLoader loader, Object encoded) {
        return new Function(shape, loader, encoded);
    }

    /** A function that is rebuilt by the first item that calls it, as its readObject is the user's code. */
    final class Function {
        private final Shape shape;
        private final ClassLoader loader;
        private final Object encoded;
        private @Nullable Routine routine;

        private Function(Shape shape, ClassLoader loader, Object encoded) {
            this.shape = shape;
            this.loader = loader;
            this.encoded = encoded;
        }

        /** {@return the loader of its classes, and of those of its arguments} */
        ClassLoader loader() {
            return loader;
        }

        Routine routine() {
            Routine rebuilt = routine;
            if (rebuilt == null) {
                Object function = crossing.unpacked("function", encoded, loader);
                if (function == null) {
                    throw new NullPointerException("function");
                }
                rebuilt = Routine.of(shape, function);
                routine = rebuilt;
            }
            return rebuilt;
        }
    }
}
