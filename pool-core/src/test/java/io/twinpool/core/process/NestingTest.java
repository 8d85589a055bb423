// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Workers;
import io.twinpool.core.testing.LeakCheck;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** CPython detects a child that starts children while it is loaded; else each would start the next, for ever. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
final class NestingTest {
    private static final Workers ONE = Workers.processes(1);

    @AfterEach
    void beTheHostAgain() {
        System.clearProperty(Nesting.PROPERTY);
    }

    @Test
    void aWorkerKnowsHowDeepItIs() throws Exception {
        System.setProperty(Nesting.PROPERTY, "3");
        try (Place place = Place.ready(ONE)) {
            assertThat(place.run(Jobs.function((String key) -> System.getProperty(key)), Nesting.PROPERTY)
                            .value(0))
                    .isEqualTo("4");
        }
    }

    @Test
    void theFirstOnesAreOneDeep() {
        Map<String, String> properties = new HashMap<>();

        Nesting.deepen(properties);

        assertThat(properties).containsExactly(Map.entry(Nesting.PROPERTY, "1"));
    }

    @Test
    void aChainWithoutEndEnds() {
        System.setProperty(Nesting.PROPERTY, "5");

        assertThatThrownBy(() -> ForkedJvms.open(ONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("forked JVMs must not be nested deeper than 5; ");
    }
}
