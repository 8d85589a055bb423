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
 * @param initializer a {@link io.twinpool.TaskAction}; null: none
 * @param finalizer a {@link io.twinpool.TaskAction}; null: none
 */
record Setup(
        Map<String, String> properties,
        @Nullable Encoded initializer,
        @Nullable Encoded finalizer) {

    Encoded encoded() {
        return new Encoded(Scroll.bytes(this::write));
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(properties.size());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            Scroll.putText(out, property.getKey());
            Scroll.putText(out, property.getValue());
        }
        Scroll.putBytes(out, initializer == null ? null : initializer.bytes());
        Scroll.putBytes(out, finalizer == null ? null : finalizer.bytes());
    }

    static Setup decoded(Encoded bytes) throws IOException {
        DataInputStream in = Scroll.stream(bytes.bytes());
        Map<String, String> properties = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            properties.put(text(in), text(in));
        }
        return new Setup(properties, action(in), action(in));
    }

    private static String text(DataInputStream in) throws IOException {
        String text = Scroll.getText(in);
        if (text == null) {
            throw new ProtocolException("a property without text");
        }
        return text;
    }

    private static @Nullable Encoded action(DataInputStream in) throws IOException {
        byte[] bytes = Scroll.getBytes(in);
        return bytes == null ? null : new Encoded(bytes);
    }
}
