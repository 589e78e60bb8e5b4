package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.FileSystem;
import org.glusterj.core.Graph;
import org.glusterj.gfapi.MemoryVolume;
import org.glusterj.gfapi.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A volume over memory beside the disk. */
class NioTwinTest extends NioTwin {
    private Graph graph;
    private FileSystem fileSystem;

    @BeforeEach
    void mount() throws IOException {
        graph = MemoryVolume.graphWithLocks();
        var volume = Volume.of(graph).withUmask(LocalUmask.get());
        fileSystem = GlusterFileSystem.of(volume, "memory", "volume");
    }

    @AfterEach
    void end() throws IOException {
        fileSystem.close();
        graph.close();
    }

    @Override
    FileSystem volume() {
        return fileSystem;
    }
}
