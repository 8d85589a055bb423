// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static io.twinpool.core.testing.Limits.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.Workers;
import io.twinpool.classic.Pool;
import io.twinpool.futures.PoolExecutor;
import java.io.Serializable;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * A test that has its work done by forked JVMs, as those of users do.
 *
 * <p>The build runs it in each way in which Surefire starts a JVM; {@link SurefireIT} looks at what came of that.
 */
final class SurefireHost {
    /** What Surefire's JVMs say to Maven on standard output begins like this. */
    static final String LIKE_SUREFIRE = ":maven-surefire-event:\u0011:std-out-stream:\u0006:normal-run:";

    private record Point(int x, int y) implements Serializable {}

    private static final class Trouble extends Exception {
        private static final long serialVersionUID = 1;

        Trouble(String message) {
            super(message);
        }
    }

    /** What {@code META-INF/services} has a provider of. */
    public interface Greeter {
        /** {@return a greeting} */
        String greeting();
    }

    /** Found by ServiceLoader. */
    public static final class Hello implements Greeter {
        @Override
        public String greeting() {
            return "hello";
        }
    }

    @Test
    void workersRunTheCodeOfTests() throws Exception {
        try (PoolExecutor executor = PoolExecutor.of(Workers.processes(2).standby(0))) {
            Point captured = new Point(1, 2);

            assertThat(executor.submit(() -> captured.y()).result(WAIT)).isEqualTo(2);
            assertThat(executor.submit(Math::abs, -3).result(WAIT)).isEqualTo(3);
            assertThat(executor.submit(SurefireHost::fail, captured).exception(WAIT))
                    .containsInstanceOf(Trouble.class);
            assertThat(executor.submit(() -> greetings()).result(WAIT)).containsExactly("hello");
            assertThat(executor.submit(() -> hasResource()).result(WAIT)).isTrue();
        }
        try (Pool pool = Pool.of(Workers.processes(1).standby(0))) {
            assertThat(pool.map(point -> point.x(), List.of(new Point(1, 0), new Point(2, 0))))
                    .containsExactly(1, 2);
        }
    }

    @Test
    void workersPrintWhatTheyLike() throws Exception {
        System.out.println("[started with] " + System.getProperty("surefire.real.class.path"));
        System.out.println("[loader] " + SurefireHost.class.getClassLoader());
        try (PoolExecutor executor = PoolExecutor.of(Workers.processes(1).standby(0))) {
            executor.submit(() -> print("[worker] printed")).result(WAIT);
            executor.submit(() -> print(LIKE_SUREFIRE)).result(WAIT);
        }
    }

    private static void print(String text) {
        System.out.println(text);
        System.err.println(text);
    }

    private static int fail(Point where) throws Trouble {
        throw new Trouble("at " + where);
    }

    private static List<String> greetings() {
        return ServiceLoader.load(Greeter.class).stream()
                .map(provider -> provider.get().greeting())
                .toList();
    }

    private static boolean hasResource() {
        return Thread.currentThread().getContextClassLoader().getResource("hosts/app/motto.txt") != null;
    }
}
