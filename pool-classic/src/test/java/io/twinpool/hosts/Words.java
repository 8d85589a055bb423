// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import java.util.List;

/** How a host ended, and what it said. */
record Words(int exitCode, String out, String err) {
    private static final String OF_APPLICATION = "[app] ";

    /** {@return the lines of the application, whatever a shell has put before and between them} */
    List<String> lines() {
        return out.lines()
                .filter(line -> line.contains(OF_APPLICATION))
                .map(line -> line.substring(line.indexOf(OF_APPLICATION) + OF_APPLICATION.length()))
                .toList();
    }

    /** {@return everything, for the message of a failure} */
    String all() {
        return "exit code " + exitCode + "\n" + out + "\n" + err;
    }
}
