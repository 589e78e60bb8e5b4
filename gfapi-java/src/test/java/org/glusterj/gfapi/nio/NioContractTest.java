package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.glusterj.core.Graph;
import org.glusterj.gfapi.MemoryVolume;
import org.glusterj.gfapi.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contracts on this machine's disk, which must hold by definition, and on a volume over memory. */
class NioContractTest {
    /** A volume for one test. */
    private static final class InMemory {
        private final Graph graph = MemoryVolume.graphWithLocks();
        private final FileSystem fileSystem =
                GlusterFileSystem.of(Volume.of(graph).withUmask(022), "memory", "volume");

        Path root() {
            return fileSystem.getPath("/");
        }

        void close() throws IOException {
            fileSystem.close();
            graph.close();
        }
    }

    @Nested
    class FilesOnDisk extends NioContract {
        @TempDir private Path directory;

        @Override
        int umask() throws IOException {
            return LocalUmask.get();
        }

        @Override
        Path root() {
            return directory;
        }
    }

    @Nested
    class FilesOnAVolume extends NioContract {
        private final InMemory memory = new InMemory();

        @Override
        Path root() {
            return memory.root();
        }

        @AfterEach
        void close() throws IOException {
            memory.close();
        }
    }

    @Nested
    class ChannelsOnDisk extends ChannelContract {
        @TempDir private Path directory;

        @Override
        Path root() {
            return directory;
        }
    }

    @Nested
    class ChannelsOnAVolume extends ChannelContract {
        private final InMemory memory = new InMemory();

        @Override
        Path root() {
            return memory.root();
        }

        @AfterEach
        void close() throws IOException {
            memory.close();
        }
    }

    @Nested
    class LocksOnDisk extends LockContract {
        @TempDir private Path directory;

        @Override
        Path root() {
            return directory;
        }
    }

    @Nested
    class LocksOnAVolume extends LockContract {
        private final InMemory memory = new InMemory();

        @Override
        Path root() {
            return memory.root();
        }

        @AfterEach
        void close() throws IOException {
            memory.close();
        }
    }
}
