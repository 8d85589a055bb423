// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class UserCacheTest {
    @TempDir
    Path directory;

    private Path made(String permissions) throws Exception {
        return Files.createDirectory(
                directory.resolve("twinpool"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    }

    @Test
    void itIsWhereTheSystemHasIt() {
        assertThat(UserCache.parent("Linux", "/home/me", Map.of())).hasToString("/home/me/.cache");
        assertThat(UserCache.parent("Linux", "/home/me", Map.of("XDG_CACHE_HOME", "/c")))
                .hasToString("/c");
        assertThat(UserCache.parent("Mac OS X", "/Users/me", Map.of())).hasToString("/Users/me/Library/Caches");
        assertThat(UserCache.parent("Windows 11", "C:/Users/me", Map.of("LOCALAPPDATA", "/local")))
                .hasToString("/local");
    }

    @Test
    void aPathThatIsNotAbsoluteIsNone() {
        assertThat(UserCache.parent("Linux", "/home/me", Map.of("XDG_CACHE_HOME", "c")))
                .hasToString("/home/me/.cache");
        assertThat(UserCache.parent("Linux", "?", Map.of())).isNull();
        assertThat(UserCache.parent("Windows 11", "C:/Users/me", Map.of())).isNull();
    }

    @Test
    void aDirectoryThatIsOursAloneIsTaken() throws Exception {
        Path cache = made("rwx------");

        assertThat(UserCache.checked(cache, directory)).isEqualTo(cache);
    }

    @Test
    void aDirectoryThatOthersCanReadIsNotTaken() throws Exception {
        assertThat(UserCache.checked(made("rwxr-xr-x"), directory)).isNull();
    }

    @Test
    void aDirectoryOfAnotherUserIsNotTaken() throws Exception {
        Path foreign = Path.of("/proc/1/task"); // root's, as a rule; only the owner is asked here
        assumeThat(Files.getOwner(foreign)).isNotEqualTo(Files.getOwner(directory));

        assertThat(UserCache.checked(foreign, directory)).isNull();
    }

    @Test
    void itIsMadeForThisUserAlone() throws Exception {
        Path parent = directory.resolve("a").resolve("b");

        Path made = UserCache.made(parent);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertThat(UserCache.made(parent)).isEqualTo(made);
    }
}
