// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.worker.Ending;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EpitaphTest {
    private static Epitaph exited(int code) {
        return new Epitaph(OptionalLong.of(4711), OptionalInt.of(code), Optional.empty(), "");
    }

    @Test
    void whoWasKilledForWhatItDidIsNotToldAsWhoWasKilledForWantOfMemoryHere() {
        assertThat(exited(137).lost(null).how()).isEqualTo("was killed by signal 9 (exit code 137)");
        assertThat(exited(137).lost(new IOException("odd frame")).how())
                .isEqualTo("was killed because it broke the protocol: java.io.IOException: odd frame");
        assertThat(exited(137).lost(new OutOfMemoryError("Java heap space")).how())
                .isEqualTo("was killed because this JVM could not go on with it: "
                        + "java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void whoWasKilledForAFaultOfThisJvmIsNotBlamedForItAndTheFaultIsKept() {
        NullPointerException fault = new NullPointerException("where");

        Ending.Lost lost = exited(137).lost(fault);

        assertThat(lost.how())
                .isEqualTo(
                        "was killed because this JVM could not go on with it: java.lang.NullPointerException: where");
        assertThat(lost.cause()).isSameAs(fault);
        assertThat(exited(137).lost(null).cause()).isNull();
    }

    @Test
    void whoHasLostItsLinkIsToldSo() {
        assertThat(exited(75).how())
                .isEqualTo("ended with exit code 75, as it does when it has lost its link to this JVM");
    }

    /** Of these an archive of classes can be the fault: of no other end. */
    @Test
    void whoWasToldToEndDidNotFail() {
        assertThat(exited(1).hasFailed()).isTrue();
        assertThat(exited(134).hasFailed()).as("SIGABRT").isTrue();
        assertThat(exited(135).hasFailed()).as("SIGBUS").isTrue();
        assertThat(exited(139).hasFailed()).as("SIGSEGV").isTrue();
        assertThat(exited(129).hasFailed()).as("SIGHUP").isFalse();
        assertThat(exited(130).hasFailed()).as("SIGINT").isFalse();
        assertThat(exited(137).hasFailed()).as("SIGKILL").isFalse();
        assertThat(exited(143).hasFailed()).as("SIGTERM").isFalse();
        assertThat(Epitaph.UNBORN.hasFailed()).isFalse();
    }
}
