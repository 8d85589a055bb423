// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveStoreTest {
    private static final ArchiveKey KEY = new ArchiveKey("place", "state", false);

    @TempDir
    Path directory;

    private ArchiveStore store;

    @BeforeEach
    void aStore() {
        store = new ArchiveStore(directory);
    }

    private Path published(ArchiveKey key, int size) throws Exception {
        Path file = store.unfinished(key);
        Files.write(file, new byte[size]);
        store.publish(key, file);
        return store.find(key);
    }

    private List<Path> all() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void whatWasPublishedIsFound() throws Exception {
        assertThat(store.find(KEY)).isNull();

        assertThat(published(KEY, 100)).hasSize(100);
        assertThat(all()).hasSize(1);
    }

    @Test
    void whatHasLostItsEndIsNotFound() throws Exception {
        Files.write(published(KEY, 100), new byte[99]);

        assertThat(store.find(KEY)).isNull();
    }

    @Test
    void whatIsOfAnotherVersionIsNotFound() throws Exception {
        published(KEY, 100);

        assertThat(store.find(new ArchiveKey("place", "newer", false))).isNull();
    }

    @Test
    void theNextVersionReplacesTheLast() throws Exception {
        published(KEY, 100);
        Path elsewhere = published(new ArchiveKey("elsewhere", "state", false), 100);

        Path newer = published(new ArchiveKey("place", "newer", false), 100);

        assertThat(all()).containsExactlyInAnyOrder(newer, elsewhere);
    }

    @Test
    void theOldestOfTooManyIsRemoved() throws Exception {
        for (int i = 1; i <= 9; i++) {
            Path file = published(new ArchiveKey("place" + i, "state", false), 1);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000L - i));
        }
        assertThat(all()).hasSize(8);

        published(KEY, 1);

        assertThat(all()).hasSize(8);
        assertThat(store.find(KEY)).isNotNull();
        assertThat(store.find(new ArchiveKey("place1", "state", false))).isNotNull();
        assertThat(store.find(new ArchiveKey("place8", "state", false))).isNull();
    }

    @Test
    void whatWasLeftUnfinishedIsRemoved() throws Exception {
        Path unfinished = Files.createFile(store.unfinished(KEY));
        Files.createFile(Path.of(unfinished + ".config"));
        Path finished = published(KEY, 10);

        store.removeUnfinished();

        assertThat(all()).containsExactly(finished);
    }

    @Test
    void aStoreThatIsGoneHasNothing() {
        assertThat(new ArchiveStore(directory.resolve("missing")).find(KEY)).isNull();
    }

    @Test
    void anArchiveThatIsDoubtedIsRemovedAndNotUsed() throws Exception {
        Path file = published(KEY, 100);
        Archive archive = new Archive(KEY, store);
        assertThat(archive.flags()).containsExactly("-XX:SharedArchiveFile=" + file);

        archive.doubt();

        assertThat(archive.flags()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void anArchiveThatComesLaterIsUsedFromThenOn() throws Exception {
        Archive archive = new Archive(KEY, store);
        assertThat(archive.flags()).isEmpty();
        archive.doubt(); // of nothing: no start has used it

        Path file = published(KEY, 100);

        assertThat(archive.flags()).containsExactly("-XX:SharedArchiveFile=" + file);
    }
}
