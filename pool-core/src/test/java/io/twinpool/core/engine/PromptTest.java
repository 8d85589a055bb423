// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which inputs are read in the caller's thread, however bounded the map is. */
class PromptTest {
    private static final class MyList extends ArrayList<Integer> {
        private static final long serialVersionUID = 1;
    }

    @Test
    @SuppressWarnings("JdkObsolete") // users have them
    void plainCollectionsOfTheJdkArePrompt() {
        List<Integer> three = List.of(1, 2, 3);
        assertThat(Stream.<Iterable<?>>of(
                        new ArrayList<>(three),
                        new LinkedList<>(three),
                        new ArrayDeque<>(three),
                        new HashSet<>(three),
                        new LinkedHashSet<>(three),
                        new TreeSet<>(three),
                        Arrays.asList(1, 2, 3),
                        List.of(),
                        List.of(1),
                        three,
                        Set.of(),
                        Set.of(1),
                        Set.of(1, 2, 3),
                        three.stream().toList()))
                .allMatch(Prompt::isPrompt);
    }

    /** Its iterator may wait for ever, which must hold up neither the call nor the consumer. */
    @Test
    void whatMayRunTheUsersCodeIsNot() {
        List<Integer> three = List.of(1, 2, 3);
        Iterable<Integer> iterable = () -> Stream.of(1).iterator();
        assertThat(Stream.<Iterable<?>>of(
                        new MyList(),
                        iterable,
                        Collections.unmodifiableList(new MyList()),
                        new LinkedBlockingQueue<>(three)))
                .noneMatch(Prompt::isPrompt);
    }
}
