package org.glusterj.gfapi.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Graph;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.MemoryVolume;
import org.glusterj.gfapi.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What closing a file system does to what is open on it. */
class GlusterFileSystemTest {
    private final Graph graph = MemoryVolume.graphWithLocks();
    private final Volume volume = Volume.of(graph);
    private final FileSystem fileSystem = GlusterFileSystem.of(volume, "closing", "vol");

    @AfterEach
    void end() throws IOException {
        fileSystem.close();
        graph.close();
    }

    @Test
    void closingEndsWhatIsOpen() throws IOException {
        var path = fileSystem.getPath("/file");
        var uri = path.toUri();
        var channel = FileChannel.open(path, CREATE, WRITE);
        var lock = channel.lock();
        var stream = Files.newDirectoryStream(fileSystem.getPath("/"));
        var entries = stream.iterator();
        fileSystem.close();
        fileSystem.close();
        assertThat(fileSystem.isOpen()).isFalse();
        assertThat(volume.isOpen()).isFalse();
        assertThat(channel.isOpen()).isFalse();
        assertThat(lock.isValid()).isFalse();
        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> Files.size(path)).isInstanceOf(ClosedFileSystemException.class);
        assertThatThrownBy(() -> Files.newByteChannel(path))
                .isInstanceOf(ClosedFileSystemException.class);
        assertThatThrownBy(() -> FileSystems.getFileSystem(uri))
                .isInstanceOf(FileSystemNotFoundException.class);
        stream.close();
        channel.close();
    }

    @Test
    void closingDeletesWhatWasToBeDeletedOnClose() throws IOException {
        var path = fileSystem.getPath("/file");
        FileChannel.open(path, CREATE, WRITE, DELETE_ON_CLOSE);
        FileChannel.open(fileSystem.getPath("/other"), CREATE, WRITE);
        fileSystem.close();
        assertThat(volume.isOpen()).isFalse();
        try (var again = Volume.of(graph)) {
            assertThatThrownBy(() -> again.stat("/file")).isInstanceOf(GlusterException.class);
            assertThat(again.stat("/other").size()).isZero();
        }
    }

    @Test
    void whatVolumesDoNotHaveIsRefusedInWords() throws IOException {
        var path = fileSystem.getPath("/file");
        try (var channel = FileChannel.open(path, CREATE, READ, WRITE)) {
            assertRefused(
                    () -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 1),
                    "cannot be mapped into memory");
        }
        assertRefused(() -> AsynchronousFileChannel.open(path, READ), "Volume.async()");
        assertRefused(fileSystem::newWatchService, "cannot be watched");
    }

    private static void assertRefused(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(words);
    }

    /** Its volume is closed, or the other way round: closed by somebody who holds a view of it. */
    @Test
    void aVolumeClosedBelowSaysSo() throws IOException {
        var path = fileSystem.getPath("/file");
        var channel = FileChannel.open(path, CREATE, WRITE);
        volume.close();
        assertThatThrownBy(() -> Files.size(path)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
                .isInstanceOf(IOException.class);
        channel.close();
    }
}
