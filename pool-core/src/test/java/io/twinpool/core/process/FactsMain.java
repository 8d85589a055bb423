// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import io.twinpool.Workers;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A host that prints what its worker says of itself. */
final class FactsMain {
    private FactsMain() {}

    public static void main(String[] arguments) throws Exception {
        try (Place place = Place.ready(Workers.processes(1))) {
            Object facts = place.run(Jobs.function((Integer x) -> facts()), 1).value(0);
            System.out.println(Objects.requireNonNull(facts));
        }
    }

    private static String facts() {
        List<String> facts = new ArrayList<>();
        ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(flag -> facts.add("argument " + flag));
        System.getProperties().forEach((key, value) -> facts.add("property " + key + "=" + value));
        facts.add("assertions " + FactsMain.class.desiredAssertionStatus());
        return String.join("\n", facts);
    }
}
