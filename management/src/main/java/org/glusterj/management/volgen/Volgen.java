package org.glusterj.management.volgen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Task;
import org.glusterj.management.model.Volume;

/** The graphs of volumes. Thread-safe: templates are read once, nothing else is kept. */
public final class Volgen {
    private static final Template BRICK = TemplateParser.load("brick");
    private static final Template CLIENT = TemplateParser.load("client");
    private static final Template HEAL = TemplateParser.load("heal");
    private static final Template REBALANCE = TemplateParser.load("rebalance");

    private static final String DISTRIBUTE = "cluster/distribute";
    private static final Set<String> DISTRIBUTION =
            Set.of(DISTRIBUTE, "cluster/nufa", "cluster/switch");

    private Volgen() {}

    /** What the process of {@code brick} runs. */
    public static Volfile brick(Volume volume, Brick brick, Facts facts) throws VolgenException {
        var scope = new Scope(volume, facts, volume.options());
        scope.put(brick);
        scope.put("arbiter", isArbiter(volume, brick) ? "" : null);
        return new Weaver(volume, Role.BRICK, scope).weave(BRICK);
    }

    /** @param trusted for a node of the pool: with the volume's username and password */
    public static Volfile client(Volume volume, boolean trusted, Facts facts)
            throws VolgenException {
        var scope = new Scope(volume, facts, ClientSettings.client(volume));
        scope.put("trusted", trusted ? "" : null);
        return new Weaver(volume, Role.CLIENT, scope).weave(CLIENT);
    }

    /** What the self-heal daemon runs for a volume; empty for one without replicas or fragments. */
    public static Optional<Volfile> heal(Volume volume, Facts facts) throws VolgenException {
        if (volume.shape().bricks() == 1) {
            return Optional.empty();
        }
        var scope = new Scope(volume, facts, ClientSettings.heal(volume));
        scope.put("trusted", "");
        return Optional.of(new Weaver(volume, Role.HEAL, scope).weave(HEAL));
    }

    /**
     * What one self-heal daemon runs for several volumes: the graph of each, and a top over all. (Stock's daemon
     * keeps a graph for each volume in one process.) Empty when none of them is healed.
     */
    public static Optional<Volfile> heal(List<Volume> volumes, Facts facts) throws VolgenException {
        var nodes = new ArrayList<Volfile.Node>();
        var tops = new ArrayList<String>();
        for (var volume : volumes) {
            var graph = heal(volume, facts);
            if (graph.isPresent()) {
                nodes.addAll(graph.get().nodes());
                tops.add(graph.get().top().name());
            }
        }
        if (tops.isEmpty()) {
            return Optional.empty();
        }
        nodes.add(new Volfile.Node("glustershd", "debug/io-stats", Map.of(), tops));
        return Optional.of(new Volfile(nodes));
    }

    /** What a rebalance runs, without what {@link #task} adds; empty for a volume of one subvolume. */
    public static Optional<Volfile> rebalance(Volume volume, Facts facts) throws VolgenException {
        if (volume.distribution() == 1) {
            return Optional.empty();
        }
        var scope = new Scope(volume, facts, volume.options());
        scope.put("trusted", "");
        return Optional.of(new Weaver(volume, Role.REBALANCE, scope).weave(REBALANCE));
    }

    /**
     * What the process of the volume's task runs: as {@link #rebalance}, and on the node that distributes what stock's
     * glusterd passes to its process as {@code --xlator-option}. Where new files go by a rule of their own ({@code
     * nufa}, {@code switch}) the process goes by names all the same.
     *
     * @param node of the pool
     */
    public static Volfile task(Volume volume, UUID node, Facts facts) throws VolgenException {
        var task = volume.task();
        var plain =
                rebalance(volume, facts)
                        .orElseThrow(() -> new VolgenException("nothing is distributed"));
        var more =
                Map.of(
                        "use-readdirp", "no",
                        "lookup-unhashed", "yes",
                        "assert-no-child-down", "yes",
                        "readdir-optimize", "on",
                        "rebalance-cmd", Integer.toString(command(task.kind())),
                        "node-uuid", node.toString(),
                        "commit-hash", Long.toString(task.commitHash()));
        return new Volfile(
                plain.nodes().stream().map(n -> distributes(n) ? with(n, more) : n).toList());
    }

    /** Stock's {@code gf_defrag_cmd}: bricks are emptied with force. */
    private static int command(Task.Kind kind) {
        return switch (kind) {
            case REBALANCE -> 1;
            case FIX_LAYOUT -> 4;
            case REBALANCE_FORCE, REMOVE_BRICK -> 5;
        };
    }

    private static Volfile.Node with(Volfile.Node node, Map<String, String> more) {
        var options = new LinkedHashMap<>(node.options());
        options.putAll(new TreeMap<>(more));
        return new Volfile.Node(node.name(), DISTRIBUTE, options, node.subvolumes());
    }

    /** The names, in a graph, of the subvolumes that a distributed volume consists of, in order. */
    public static List<String> subvolumes(Volfile graph) throws VolgenException {
        return graph.nodes().stream()
                .filter(Volgen::distributes)
                .findFirst()
                .orElseThrow(() -> new VolgenException("nothing is distributed"))
                .subvolumes();
    }

    private static boolean distributes(Volfile.Node node) {
        return DISTRIBUTION.contains(node.type());
    }

    /** All that a setting may matter to: each brick's, a client's, the self-heal daemon's. */
    public static List<Volfile> all(Volume volume, Facts facts) throws VolgenException {
        var graphs = new ArrayList<Volfile>();
        for (var brick : volume.bricks()) {
            graphs.add(brick(volume, brick, facts));
        }
        graphs.add(client(volume, false, facts));
        heal(volume, facts).ifPresent(graphs::add);
        return graphs;
    }

    /** The last bricks of each replica set are its arbiters. */
    private static boolean isArbiter(Volume volume, Brick brick) {
        var shape = volume.shape();
        int place = volume.bricks().indexOf(brick) % shape.bricks();
        return shape.arbiter() > 0 && place >= shape.replica() - shape.arbiter();
    }
}
