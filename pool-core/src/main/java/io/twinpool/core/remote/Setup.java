// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is told before its first batch.
 *
 * @param properties system properties to set
 * @param initializer null: none
 * @param finalizer null: none
 */
record Setup(
        Map<String, String> properties,
        @Nullable Step initializer,
        @Nullable Step finalizer) {

    /**
     * What a worker does once.
     *
     * @param loader the number of the loader of its classes
     * @param action a {@link io.twinpool.TaskAction}
     */
    record Step(long loader, Encoded action) {
        private static void write(DataOutputStream out, @Nullable Step step) throws IOException {
            out.writeLong(step == null ? Origins.SYSTEM : step.loader);
            Scroll.putBytes(out, step == null ? null : step.action.bytes());
        }

        private static @Nullable Step read(DataInputStream in) throws IOException {
            long loader = in.readLong();
            byte[] bytes = Scroll.getBytes(in);
            return bytes == null ? null : new Step(loader, new Encoded(bytes));
        }
    }

    Encoded encoded() {
        return new Encoded(Scroll.bytes(this::write));
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(properties.size());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            Scroll.putText(out, property.getKey());
            Scroll.putText(out, property.getValue());
        }
        Step.write(out, initializer);
        Step.write(out, finalizer);
    }

    static Setup decoded(Encoded bytes) throws IOException {
        DataInputStream in = Scroll.stream(bytes.bytes());
        Map<String, String> properties = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            properties.put(text(in), text(in));
        }
        return new Setup(properties, Step.read(in), Step.read(in));
    }

    private static String text(DataInputStream in) throws IOException {
        String text = Scroll.getText(in);
        if (text == null) {
            throw new ProtocolException("a property without text");
        }
        return text;
    }
}
