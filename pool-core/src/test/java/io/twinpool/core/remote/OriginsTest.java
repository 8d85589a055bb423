// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.core.testing.ForeignCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** ADR 11: what is submitted after a class was redefined runs as it is then. */
final class OriginsTest {
    private static final String FIRST = "public class Said { public String toString() { return \"the first\"; } }";
    private static final String SECOND = FIRST.replace("first", "second");

    private final ForeignCode code =
            ForeignCode.below(ClassLoader.getSystemClassLoader()).with("Said", FIRST);
    private final AtomicLong nanos = new AtomicLong();
    private volatile Runnable beforeClock = () -> {};
    private final Origins origins = new Origins(() -> {
        beforeClock.run();
        return nanos.get();
    });
    private final ClassDesk desk = new ClassDesk(origins);
    private final long number = origins.number(code);

    private void serve() {
        assertThat(desk.answer(new Wire.FindHead(1, Wire.Wanted.CLASS, number, "Said")))
                .anyMatch(part -> part.type() == Wire.CLASS_FILE);
    }

    private void redefine() {
        code.with("Said", SECOND);
    }

    @Test
    void aLoaderHasOneNumberAsLongAsItsClassesAreWhatTheyWere() {
        serve();
        nanos.addAndGet(TimeUnit.DAYS.toNanos(1));

        assertThat(origins.number(code)).isEqualTo(number);
    }

    @Test
    void aClassIsLookedAtOnceHoweverManyWorkersWereServed() {
        for (int i = 0; i < 10; i++) {
            serve();
        }
        AtomicInteger reads = new AtomicInteger();
        code.beforeRead(reads::incrementAndGet);
        nanos.addAndGet(TimeUnit.DAYS.toNanos(1));

        assertThat(origins.number(code)).isEqualTo(number);
        assertThat(reads).hasValue(1);
    }

    @Test
    void aRedefinitionIsSeenThoughTheNewClassWasServedAfterIt() {
        serve();
        redefine();
        serve();

        assertThat(origins.number(code)).isNotEqualTo(number);
    }

    @Test
    void aLoaderHasAnotherNumberAfterARedefinition() {
        serve();
        redefine();

        long fresh = origins.number(code);

        assertThat(fresh).isNotEqualTo(number);
        assertThat(origins.number(code)).isEqualTo(fresh);
    }

    @Test
    void allNumbersOfALoaderAreOne() {
        serve();
        redefine();

        assertThat(Origins.isOne(origins.number(code), number)).isTrue();
        assertThat(Origins.isOne(origins.number(ForeignCode.below(code)), number))
                .isFalse();
    }

    @Test
    void aRedefinitionIsSeenSoonAfterALookThatTookSeconds() {
        serve();
        beforeClock = () -> nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(origins.number(code)).isEqualTo(number);
        beforeClock = () -> {};

        redefine();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(20));

        assertThat(origins.number(code)).isNotEqualTo(number);
    }

    @Test
    void aRedefinitionBehindTheBackOfWhoLooksIsSeenAtOnce() {
        serve();
        code.beforeRead(() -> beforeClock = () -> { // its file has been looked at, and it is held up
            beforeClock = () -> {};
            code.beforeRead(() -> {});
            redefine();
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        });
        assertThat(origins.number(code)).isEqualTo(number);

        assertThat(origins.number(code)).isNotEqualTo(number);
    }

    @Test
    void noOtherThreadIsGivenTheOldNumberOnceOneHasSeenARedefinition() {
        serve();
        redefine();
        List<Long> others = new ArrayList<>();
        code.beforeRead(() -> beforeClock = () -> { // who reads the clock again has seen it
            beforeClock = () -> {};
            others.add(origins.number(code));
        });

        others.add(origins.number(code));

        assertThat(others).isNotEmpty().doesNotContain(number);
    }

    @Test
    void aRedefinitionBetweenTwoReadingsOfAFileThatIsBeingServedIsSeen() {
        AtomicInteger reads = new AtomicInteger();
        code.beforeRead(() -> {
            if (reads.incrementAndGet() == 2) {
                redefine();
            }
        });

        serve();

        assertThat(reads).hasValue(2);
        assertThat(origins.number(code)).isNotEqualTo(number);
    }
}
