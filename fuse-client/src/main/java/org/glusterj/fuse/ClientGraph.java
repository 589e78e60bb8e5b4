package org.glusterj.fuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;

/**
 * The client's graph of a volume: built from the volfile as the server gives it, with the meta translator on top and
 * the
 * mounted directory told to the connections. Owns the graph. Construction and {@link #awaitRoot} run on the mounting
 * thread, {@link #apply} on any, one at a time.
 */
final class ClientGraph implements AutoCloseable {
    private static final Log LOG = Log.of(ClientGraph.class);
    private static final String CLIENT = "protocol/client";
    private static final String META = "meta";
    private static final Duration ROOT_WITHIN = Duration.ofSeconds(30);

    private final Environment environment;
    private final GraphBuilder builder;
    private final MountSpec spec;
    private final Graph graph;
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile Event.ChildFailed failure;

    ClientGraph(Environment environment, MountSpec spec, String volfile, int lruLimit)
            throws MountException {
        this.environment = environment;
        this.spec = spec;
        builder = new GraphBuilder(environment);
        try {
            graph = builder.build(completed(Volfile.parse(volfile)), lruLimit);
        } catch (GraphException e) {
            throw new MountException("volume " + spec.volume() + ": " + e.getMessage(), e);
        }
        graph.listen(this::heard);
    }

    Graph graph() {
        return graph;
    }

    private void heard(Event.Up event) {
        if (event instanceof Event.ChildFailed failed) {
            failure = failed;
        }
        boolean hopeless = failure != null && failure.lasting();
        if (event instanceof Event.ChildUp || hopeless) {
            settled.countDown();
        }
    }

    /** The volfile with what the mount adds to it. */
    Volfile completed(Volfile volfile) {
        List<Volfile.Node> nodes = new ArrayList<>();
        for (var node : volfile.nodes()) {
            nodes.add(node.type().equals(CLIENT) ? atDirectory(node) : node);
        }
        if (builder.type(META) != null && !volfile.top().type().equals(META)) {
            var below = List.of(volfile.top().name());
            nodes.add(new Volfile.Node("meta-autoload", META, Map.of(), below));
        }
        return new Volfile(nodes);
    }

    private Volfile.Node atDirectory(Volfile.Node node) {
        if (spec.directory().equals("/")) {
            return node;
        }
        var options = new LinkedHashMap<>(node.options());
        options.put("subdir-mount", spec.directory());
        return new Volfile.Node(node.name(), node.type(), options, node.subvolumes());
    }

    /** Connects and looks the root up, which is when a mount counts as successful. */
    void awaitRoot(Duration connectWithin) throws MountException, InterruptedException {
        graph.activate();
        boolean inTime = settled.await(connectWithin.toMillis(), TimeUnit.MILLISECONDS);
        if (!graph.top().isUp()) {
            var last = failure;
            throw new MountException(
                    "volume "
                            + spec.volume()
                            + ": "
                            + (last == null ? "no brick answered" : last.why())
                            + (inTime ? "" : " (tried for " + connectWithin.toSeconds() + " s)"));
        }
        var root = graph.inodes().root();
        var frame = Frame.internal().until(Deadline.after(environment, ROOT_WITHIN));
        try {
            graph.top().call(frame, new Fop.Lookup(Loc.of(root), Xdata.NULL));
        } catch (FopException e) {
            throw new MountException(
                    "volume " + spec.volume() + ": looking up its root failed: " + e.getMessage());
        }
    }

    /** Takes a changed volfile over, when only options changed; else says what to do. */
    synchronized void apply(String text) {
        try {
            var changed = completed(Volfile.parse(text));
            if (!graph.volfile().hasShapeOf(changed)) {
                LOG.say(FuseMessage.VOLFILE_OTHER_SHAPE, spec.volume());
                return;
            }
            builder.reconfigure(graph, changed);
            LOG.say(FuseMessage.VOLFILE_APPLIED, spec.volume());
        } catch (GraphException e) {
            LOG.say(FuseMessage.VOLFILE_REFUSED, spec.volume(), e.getMessage());
        }
    }

    @Override
    public void close() {
        graph.close();
    }
}
