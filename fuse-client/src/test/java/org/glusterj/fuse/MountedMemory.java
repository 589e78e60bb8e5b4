package org.glusterj.fuse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.StateDump;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;

/** A memory file system under a real mount point, served by the raw backend. Made, used and closed by one test. */
final class MountedMemory implements AutoCloseable {
    private Graph graph;
    private final LiveGraph live;
    private final FuseSession session;
    private final Path directory;

    MountedMemory(Path temp, String options) throws Exception {
        this(temp, options, "");
    }

    /** @param above further nodes of the volfile, above "locks" */
    MountedMemory(Path temp, String options, String above) throws Exception {
        directory = Files.createDirectories(temp.resolve("mnt"));
        var volfile =
                Volfile.parse(
                        "volume memory type test/memory end-volume"
                                + " volume locks type features/locks subvolumes memory end-volume"
                                + above);
        graph = new GraphBuilder(SystemEnvironment.get()).build(volfile, 0);
        graph.activate();
        live = new LiveGraph(SystemEnvironment.get(), graph);
        session =
                new FuseSession(
                        live,
                        SystemEnvironment.get(),
                        MountOptions.parse(options),
                        "memory:/vol",
                        directory.toString());
        try {
            session.mount();
        } catch (Exception e) {
            graph.close();
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    FuseSession session() {
        return session;
    }

    /** Lock requests that wait right now. */
    boolean hasLockWaiters() {
        return StateDump.of(graph, SystemEnvironment.get()).contains("BLOCKED");
    }

    Graph graph() {
        return graph;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
