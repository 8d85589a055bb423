// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Contract 5: workers start wherever the host's files are. */
final class PlaceIT {
    private static Application application;

    @TempDir
    Path directory;

    @BeforeAll
    static void compile(@TempDir Path shared) throws IOException {
        application = Application.compiled(shared);
    }

    private static void assertWell(Host host) throws Exception {
        Words words = host.run();

        assertThat(words.lines()).as(words.all()).isEqualTo(Application.WELL);
        assertThat(words.err()).isEmpty();
    }

    /** More than one argument of a process can hold; the application is at its end. */
    @Test
    void aClassPathOf200KibibytesArrivesWhole() throws Exception {
        List<Path> entries = new ArrayList<>(application.twinpool());
        Path fillers = Files.createDirectory(directory.resolve("fillers"));
        for (int i = 0; i < 3_000; i++) {
            entries.add(Files.createDirectory(fillers.resolve("entry-" + i + "-".repeat(40))));
        }
        entries.add(application.classes());
        entries.add(application.library());
        String path = Sources.path(entries);
        assertThat(path.length()).isGreaterThan(200 * 1024);
        Path arguments = Files.writeString(directory.resolve("arguments"), "-cp " + path);

        assertWell(Host.java(directory).with("@" + arguments, Application.MAIN));
    }

    @Test
    void pathsWithSpacesQuotesAndForeignLettersArriveWhole() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("a 'b' \"c\" %41 #d " + foreignLetters()));

        assertWell(Host.java(directory)
                .temporaryFilesIn(Files.createDirectory(odd.resolve("t")))
                .classPath(application.jars(odd))
                .with(Application.MAIN));
    }

    /** Those that the names of files can have where the tests run. */
    private static String foreignLetters() {
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
        return names.newEncoder().canEncode("ü中") ? "ü中" : "";
    }

    /** Not even root can write there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aWorkingDirectoryThatIsReadOnlyIsNoHindrance() throws Exception {
        Path readOnly = Path.of("/proc");
        assertThatThrownBy(() -> Files.createFile(readOnly.resolve("file"))).isInstanceOf(IOException.class);

        assertWell(Host.java(directory)
                .in(readOnly)
                .classPath(application.classPath())
                .with(Application.MAIN));
    }

    /** The java command makes them relative paths of all jars; the empty one is the working directory. */
    @Test
    void relativeEntriesOfTheClassPathArriveWhole() throws Exception {
        application.jars(directory);

        assertWell(Host.java(directory).with("-cp", "./*" + File.pathSeparator, Application.MAIN));
    }
}
