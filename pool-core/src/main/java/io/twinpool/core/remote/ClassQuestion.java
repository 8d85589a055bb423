// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question for a class or for resources, on its way to its answer. Thread-safe: one thread asks, one hears. */
final class ClassQuestion {
    private final List<ClassAnswer.Resource> resources = new ArrayList<>(); // hearing thread only
    private @Nullable String place; // hearing thread only
    private @Nullable ClassAnswer answer; // guarded by this

    /** Takes a frame; {@return whether the answer is whole} */
    boolean hear(byte type, @Nullable Object value) throws ProtocolException {
        if (type == Wire.PLACE) {
            place = (String) value;
        } else if (type == Wire.RESOURCE) {
            resources.add(new ClassAnswer.Resource(ByteBuffer.wrap(bytes(value)), place));
            place = null;
        } else {
            answered(whole(type, value));
            return true;
        }
        return false;
    }

    private ClassAnswer whole(byte type, @Nullable Object value) throws ProtocolException {
        return switch (type) {
            case Wire.NOWHERE -> new ClassAnswer.Nowhere((String) value);
            case Wire.LOCAL -> new ClassAnswer.Local();
            case Wire.CLASS_FILE -> new ClassAnswer.ClassFile(ByteBuffer.wrap(bytes(value)), place);
            case Wire.ELSEWHERE -> {
                if (value instanceof Long loader) {
                    yield new ClassAnswer.Elsewhere(loader);
                }
                throw new ProtocolException("not a class loader: " + value);
            }
            case Wire.RESOURCES -> new ClassAnswer.Resources(resources, Boolean.TRUE.equals(value));
            default -> throw new ProtocolException("unknown frame: " + type);
        };
    }

    private static byte[] bytes(@Nullable Object value) throws ProtocolException {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        throw new ProtocolException("not the bytes of a class or resource: " + value);
    }

    private synchronized void answered(ClassAnswer whole) {
        answer = whole;
        notifyAll();
    }

    /** Waits for the answer; an interrupt meanwhile is the caller's, when it has the class. */
    synchronized ClassAnswer await() {
        boolean interrupted = false;
        ClassAnswer whole = answer;
        while (whole == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
            whole = answer;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return whole;
    }
}
