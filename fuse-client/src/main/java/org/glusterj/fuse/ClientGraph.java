package org.glusterj.fuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;
import org.glusterj.protocol.mgmt.ManagementException;
import org.glusterj.protocol.mgmt.VolumeGraph;

/**
 * The graph that a mount serves: the volume's, with the meta translator on top and the mounted directory told to the
 * connections. Owns it. Construction and {@link #awaitRoot} run on the mounting thread, the rest on any.
 */
final class ClientGraph implements AutoCloseable {
    private static final String CLIENT = "protocol/client";
    private static final String META = "meta";
    private static final Log LOG = Log.of(ClientGraph.class);
    private static final Duration ROOT_WITHIN = Duration.ofSeconds(30);

    private final Environment environment;
    private final MountSpec spec;
    private final List<XlatorOption> overrides;
    private final boolean hasMeta;
    private final VolumeGraph volume;

    /** @param hasMeta what {@link #hasMeta} says */
    ClientGraph(
            Environment environment,
            MountSpec spec,
            MountOptions options,
            String volfile,
            int lruLimit,
            boolean hasMeta)
            throws MountException {
        this.environment = environment;
        this.spec = spec;
        this.hasMeta = hasMeta;
        overrides = options.xlatorOptions();
        try {
            volume =
                    new VolumeGraph(environment, spec.volume(), volfile, this::completed, lruLimit);
        } catch (ManagementException e) {
            throw new MountException(e.getMessage(), e);
        }
    }

    /** Whether there is a meta translator to put on top. */
    static boolean hasMeta(Environment environment) {
        return new GraphBuilder(environment).type(META) != null;
    }

    Graph graph() {
        return volume.graph();
    }

    /** The volfile with what the mount adds to it. */
    private Volfile completed(Volfile volfile) {
        List<Volfile.Node> nodes = new ArrayList<>();
        for (var node : volfile.nodes()) {
            var told = node.type().equals(CLIENT) ? atDirectory(node) : node;
            nodes.add(XlatorOption.applied(overrides, told));
        }
        for (var option : overrides) {
            if (volfile.nodes().stream().noneMatch(option::concerns)) {
                LOG.say(FuseMessage.OPTION_OF_NOBODY, option.text());
            }
        }
        if (hasMeta && !volfile.top().type().equals(META)) {
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
    void awaitRoot(Duration connectWithin) throws MountException {
        var connected = Deadline.after(environment, connectWithin);
        var answered = Deadline.after(environment, connectWithin.plus(ROOT_WITHIN));
        try {
            volume.awaitRoot(connected, answered);
        } catch (ManagementException e) {
            throw new MountException(e.getMessage(), e);
        }
    }

    LiveGraph live() {
        return volume.live();
    }

    /** Takes over what {@code source} has now; see {@link VolumeGraph#refresh}. */
    void refresh(VolfileSource source) {
        volume.refresh(source::fetch);
    }

    @Override
    public void close() {
        volume.close();
    }
}
