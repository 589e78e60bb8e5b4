package org.glusterj.gfapi;

import java.util.List;
import java.util.Map;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;

/** Graphs over a file system in memory; the tests close them. */
public final class MemoryVolume {
    private MemoryVolume() {}

    public static Graph graph() {
        var bottom = new Volfile.Node("memory", "test/memory", Map.of(), List.of());
        return graph(List.of(bottom));
    }

    /** With posix locks. */
    public static Graph graphWithLocks() {
        var bottom = new Volfile.Node("memory", "test/memory", Map.of(), List.of());
        var locks = new Volfile.Node("locks", "features/locks", Map.of(), List.of("memory"));
        return graph(List.of(bottom, locks));
    }

    /** With a {@link FopCounter} on top. */
    public static Graph counting() {
        var bottom = new Volfile.Node("memory", "test/memory", Map.of(), List.of());
        var counter = new Volfile.Node("counter", "test/counter", Map.of(), List.of("memory"));
        return graph(List.of(bottom, counter));
    }

    /** Over a {@link org.glusterj.testkit.RecordingChild}. */
    public static Graph recording() {
        return graph(List.of(new Volfile.Node("child", "test/recording", Map.of(), List.of())));
    }

    private static Graph graph(List<Volfile.Node> nodes) {
        try {
            var graph = new GraphBuilder(SystemEnvironment.get()).build(new Volfile(nodes));
            graph.activate();
            return graph;
        } catch (GraphException e) {
            throw new IllegalStateException(e);
        }
    }
}
