package org.glusterj.gfapi.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.glusterj.core.Graph;
import org.glusterj.gfapi.FopCounter;
import org.glusterj.gfapi.MemoryVolume;
import org.glusterj.gfapi.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operations cost in fops, each of which may be a round trip to a brick. The file is three names deep. */
class RoundTripsTest {
    private final Graph graph = MemoryVolume.counting();
    private final FopCounter counter = (FopCounter) graph.top();
    private final FileSystem fileSystem = GlusterFileSystem.of(Volume.of(graph), "counted", "vol");
    private final Path directory = fileSystem.getPath("/a/b");
    private final Path file = directory.resolve("file");
    private final Path other = directory.resolve("other");

    private interface Action {
        void run() throws IOException;
    }

    @BeforeEach
    void makeTree() throws IOException {
        Files.createDirectories(directory);
        Files.write(file, new byte[3 << 20]);
    }

    @AfterEach
    void end() throws IOException {
        fileSystem.close();
        graph.close();
    }

    private void assertFops(String expected, Action action) throws IOException {
        counter.counts();
        action.run();
        assertThat(counter.counts()).isEqualTo(expected);
    }

    @Test
    void aNameTakesALookupPerComponent() throws IOException {
        assertFops("LOOKUP=3", () -> Files.size(file));
        assertFops("LOOKUP=3", () -> Files.exists(file));
        assertFops("UNLINK=1, LOOKUP=3", () -> Files.delete(file));
    }

    @Test
    void contentComesInPiecesOfAMebibyte() throws IOException {
        // The last READ finds the end.
        assertFops("OPEN=1, READ=4, FLUSH=1, FSTAT=1, LOOKUP=3", () -> Files.readAllBytes(file));
        assertFops(
                "WRITE=1, FLUSH=1, CREATE=1, LOOKUP=3", () -> Files.write(other, new byte[8192]));
    }

    @Test
    void aCopyWalksToEachPathOnce() throws IOException {
        assertFops(
                "STAT=1, OPEN=1, FLUSH=2, CREATE=1, LOOKUP=6, COPY_FILE_RANGE=2",
                () -> Files.copy(file, other));
        assertFops(
                "STAT=1, UNLINK=1, OPEN=1, FLUSH=2, GETXATTR=1, CREATE=1, LOOKUP=7, SETATTR=2,"
                        + " COPY_FILE_RANGE=2",
                () ->
                        Files.copy(
                                file,
                                other,
                                StandardCopyOption.REPLACE_EXISTING,
                                StandardCopyOption.COPY_ATTRIBUTES));
    }

    @Test
    void aMoveWalksToEachPathOnce() throws IOException {
        assertFops("RENAME=1, LOOKUP=8", () -> Files.move(file, other));
        assertFops(
                "RENAME=1, LOOKUP=4",
                () -> Files.move(other, file, StandardCopyOption.ATOMIC_MOVE));
    }
}
