// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashReportTest {
    private static final String SEGMENTATION = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007fef1d0d2f94, pid=27329, tid=27330
            #
            # JRE version: OpenJDK Runtime Environment (17.0.15+6) (build 17.0.15+6)
            # Problematic frame:
            # V  [libjvm.so+0xed2f94]  Unsafe_PutLong+0x124
            #
            """;

    @TempDir
    Path directory;

    private static String what(String report) {
        return CrashReport.of(report).orElseThrow().what();
    }

    @Test
    void signalAndFrameAreNamed() {
        assertThat(CrashReport.of(SEGMENTATION))
                .contains(new CrashReport(
                        OptionalInt.of(11), "SIGSEGV (0xb) in V [libjvm.so+0xed2f94] Unsafe_PutLong+0x124"));
    }

    @Test
    void aWindowsExceptionIsNoSignal() {
        String report = SEGMENTATION.replace("SIGSEGV (0xb)", "EXCEPTION_ACCESS_VIOLATION (0xc0000005)");

        assertThat(CrashReport.of(report).orElseThrow().signal()).isEmpty();
        assertThat(what(report)).startsWith("EXCEPTION_ACCESS_VIOLATION (0xc0000005) in V ");
    }

    @Test
    void anErrorOfTheJvmItselfIsNamed() {
        String report = """
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  Internal Error (sharedRuntime.cpp:531), pid=12, tid=13
                #  guarantee(cb != NULL) failed: exception happened outside interpreter
                #
                """;

        assertThat(what(report))
                .isEqualTo("Internal Error (sharedRuntime.cpp:531): guarantee(cb != NULL) failed: exception happened"
                        + " outside interpreter");
    }

    @Test
    void wantOfNativeMemoryIsNamed() {
        String report = """
                #
                # There is insufficient memory for the Java Runtime Environment to continue.
                # Native memory allocation (mmap) failed to map 16384 bytes for committing reserved memory.
                # Possible reasons:
                """;

        assertThat(what(report)).startsWith("Native memory allocation (mmap) failed to map 16384 bytes");
    }

    @Test
    void otherTextIsNoReport() {
        assertThat(CrashReport.of("nothing of interest\n")).isEmpty();
    }

    @Test
    void theFileIsTakenAway() throws Exception {
        Path file = Files.writeString(directory.resolve("hs_err.log"), SEGMENTATION);

        assertThat(CrashReport.take(file)).isPresent();

        assertThat(file).doesNotExist();
        assertThat(CrashReport.take(file)).isEmpty();
    }
}
