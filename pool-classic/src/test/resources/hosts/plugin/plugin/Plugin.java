// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package plugin;

import io.twinpool.TaskFunction;
import java.io.InputStream;
import java.io.Serializable;

/** A function of which there are several versions, each in a class loader of its own. */
public final class Plugin implements TaskFunction<String, Object> {
    private static final long serialVersionUID = 1;
    private static final String VERSION = "version 1";
    private static int calls;

    record Answer(String text) implements Serializable {
        @Override
        public String toString() {
            return text;
        }
    }

    static final class Trouble extends Exception {
        private static final long serialVersionUID = 1;

        Trouble(String message) {
            super(message);
        }
    }

    @Override
    public Object apply(String question) throws Exception {
        return switch (question) {
            case "fail" -> throw new Trouble(VERSION);
            case "read" -> resource();
            case "late" -> Late.answer();
            default -> new Answer(VERSION + ", call " + ++calls);
        };
    }

    private static String resource() throws Exception {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream("plugin/version.txt")) {
            return new String(in.readAllBytes());
        }
    }
}

/** Needed by one call alone. */
final class Late {
    private Late() {}

    static String answer() {
        return "in time";
    }
}
