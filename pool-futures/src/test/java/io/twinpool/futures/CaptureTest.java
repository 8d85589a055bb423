// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.futures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinpool.Task;
import io.twinpool.TaskSerializationException;
import io.twinpool.core.testing.Kind;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.LentWorkers;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contract 5: what functions have captured and cannot take along is told at submit, by name and with the way to it. */
@ExtendWith({LentWorkers.class, LeakCheck.class})
@Timeout(60)
final class CaptureTest {
    private PoolExecutor pool;
    private int ownField = 1;

    /** Cannot be serialized. */
    private static final class Connection {
        int read() {
            return 1;
        }
    }

    /** Can be serialized, but for what it holds. */
    private static final class Service implements Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // the point of it
        private final List<Connection> connections = List.of(new Connection());

        /** A task that needs its service. */
        private final class Reading implements Task<Integer> {
            private static final long serialVersionUID = 1;

            @Override
            public Integer call() {
                return connections.get(0).read();
            }
        }

        Task<Integer> reading() {
            return new Reading();
        }
    }

    @BeforeEach
    void open() {
        assumeTrue(Kind.available().contains(Kind.PROCESSES), "left out by twinpool.test.kinds");
        pool = PoolExecutor.over(LentWorkers.forked(2));
    }

    @AfterEach
    void noWorkerHasEverSeenIt() {
        if (pool != null) {
            assertThat(pool.stats().completed()).isZero();
            pool.close();
        }
    }

    private void assertRefused(Task<Integer> task, String... words) {
        assertThatThrownBy(() -> pool.submit(task))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void aLambdaThatReadsAFieldTakesItsObjectAlong() {
        String own = CaptureTest.class.getName();

        assertThatThrownBy(() -> pool.submit(() -> ownField))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessage("function, a lambda of " + own + ", cannot cross to another JVM: what it captures, arg$1 ("
                        + own + "), is not serializable; let it capture local copies of what it needs,"
                        + " or make that class serializable");
    }

    @Test
    void anInnerClassTakesTheObjectAroundItAlong() {
        Task<Integer> task = new Task<>() {
            private static final long serialVersionUID = 1;

            @Override
            public Integer call() {
                return ownField;
            }
        };

        assertRefused(task, task.getClass().getName() + ".this$0 (" + CaptureTest.class.getName() + ")");
    }

    @Test
    void theWayLeadsThroughTheObjectAroundIt() {
        Task<Integer> task = new Service().reading();

        assertRefused(task, ".this$0.connections[0] (" + Connection.class.getName() + ")");
    }

    @Test
    void aMethodReferenceTakesItsObjectAlong() {
        assertRefused(new Connection()::read, "arg$1 (" + Connection.class.getName() + ")");
    }

    /** It could be written, but nobody could find its class by the name. */
    @Test
    void aLambdaOfAHiddenClassIsRefused() throws Exception {
        assertRefused(HiddenWork.lambda(), HiddenWork.class.getName());
    }

    @Test
    void anInstanceOfAHiddenClassIsRefused() throws Exception {
        assertRefused(HiddenWork.instance(), HiddenWork.class.getName());
    }
}
