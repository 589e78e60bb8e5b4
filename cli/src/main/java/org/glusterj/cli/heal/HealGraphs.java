package org.glusterj.cli.heal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.glusterj.cli.gluster.command.HealReport;
import org.glusterj.cluster.afr.heal.CrawlStatus;
import org.glusterj.cluster.afr.heal.HealEntry;
import org.glusterj.cluster.afr.heal.SelfHeal;
import org.glusterj.core.Edge;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.FopException;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Name;
import org.glusterj.core.Volfile;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sets of copies of one volume, healed or asked. Owns their graphs, each with the connections to its bricks. Any
 * thread; immutable once it is made.
 */
final class HealGraphs implements AutoCloseable {
    /** Inodes that are kept although nobody uses them: all are used for one heal only. */
    private static final int INODES = 4096;

    /** Inodes that an answer lists for each brick; all are counted. */
    private static final int LISTED_MAX = 65_536;

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Environment environment;
    private final List<Graph> graphs;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final ObjectMapper json = new ObjectMapper();

    private HealGraphs(Environment environment, List<Graph> graphs) {
        this.environment = environment;
        this.graphs = graphs;
    }

    /**
     * Builds the graphs and begins to connect.
     *
     * @param local names of the children on this node, byte strings; empty = all
     * @throws GraphException nothing to replicate, or options that cannot be
     */
    static HealGraphs open(Environment environment, Path volfile, Set<String> local)
            throws IOException, GraphException {
        var text = Files.readString(volfile, ISO_8859_1);
        var builder = new GraphBuilder(environment);
        var graphs = new ArrayList<Graph>();
        boolean done = false;
        try {
            for (var one : HealVolfiles.of(Volfile.parse(text), local)) {
                graphs.add(builder.build(one, INODES));
            }
            if (graphs.isEmpty()) {
                throw new GraphException("the volume replicates nothing that is on this node");
            }
            var all = new HealGraphs(environment, graphs);
            graphs.forEach(graph -> graph.listen(all::heard));
            graphs.forEach(Graph::activate);
            done = true;
            return all;
        } finally {
            if (!done) {
                graphs.forEach(Graph::close);
            }
        }
    }

    static SelfHeal of(Graph graph) {
        return (SelfHeal) graph.top();
    }

    /** Waits until each brick is connected or has failed to, or the time is over. True when all are connected. */
    boolean awaitAll(Duration atMost) {
        long until = environment.nanoTime() + atMost.toNanos();
        while (!all(edge -> edge.isUp() || failed.contains(edge.name()))) {
            if (environment.nanoTime() >= until || !environment.sleep(LOOK)) {
                return false;
            }
        }
        return all(Edge::isUp);
    }

    private boolean all(Predicate<Edge> what) {
        return graphs.stream().allMatch(graph -> of(graph).children().stream().allMatch(what));
    }

    private void heard(Event.Up event) {
        if (event instanceof Event.ChildFailed failure) {
            failed.add(failure.child());
        }
    }

    void begin() {
        graphs.forEach(graph -> of(graph).begin());
    }

    void request(boolean full) {
        graphs.forEach(graph -> of(graph).request(full));
    }

    /** Heals all that can be, on this thread. */
    void once(boolean full) throws FopException {
        for (var graph : graphs) {
            if (full) {
                of(graph).walkOnce();
            }
            of(graph).crawlOnce();
        }
    }

    List<CrawlStatus> status() {
        var all = new ArrayList<CrawlStatus>();
        graphs.forEach(graph -> all.addAll(of(graph).status()));
        return all;
    }

    /**
     * Has the copies of each of {@code empty}, names of children, say that it has missed all.
     *
     * @throws FopException also when there is no such child
     */
    void accuseEmpty(Set<String> empty) throws FopException {
        for (var name : empty) {
            if (all(edge -> !edge.name().equals(name))) {
                throw new FopException(Errno.ENOENT, "no set of copies has " + Name.toText(name));
            }
        }
        for (var graph : graphs) {
            var heal = of(graph);
            if (heal.children().stream().anyMatch(edge -> empty.contains(edge.name()))) {
                heal.accuseEmpty(empty);
            }
        }
    }

    /** As {@link HealReport} shows it: all bricks, in the order of the volfile. */
    ArrayNode info(HealReport kind) {
        var bricks = json.createArrayNode();
        for (var graph : graphs) {
            for (int i = 0; i < of(graph).children().size(); i++) {
                bricks.add(brick(graph, i, kind));
            }
        }
        return bricks;
    }

    private ObjectNode brick(Graph graph, int index, HealReport kind) {
        var heal = of(graph);
        var brick = json.createObjectNode();
        brick.put("name", name(graph, heal.children().get(index).name()));
        brick.put("host-id", heal.hostId(index));
        var counts = new int[HealEntry.State.values().length];
        var files = json.createArrayNode();
        try {
            heal.info(
                    index,
                    entry -> {
                        boolean shown =
                                kind != HealReport.SPLIT_BRAIN
                                        || entry.state() == HealEntry.State.SPLIT_BRAIN;
                        if (shown) {
                            counts[entry.state().ordinal()]++;
                        }
                        if (shown && kind != HealReport.SUMMARY && files.size() < LISTED_MAX) {
                            files.add(file(entry));
                        }
                    });
        } catch (FopException why) {
            brick.put(
                    "status",
                    why.errno() == Errno.ENOTCONN ? why.errno().text() : why.getMessage());
            return brick;
        }
        brick.put("status", "Connected");
        count(brick, counts, kind);
        if (!files.isEmpty()) {
            brick.set("file-gfid", files);
        }
        return brick;
    }

    private static void count(ObjectNode brick, int[] counts, HealReport kind) {
        int total = 0;
        for (int one : counts) {
            total += one;
        }
        if (kind != HealReport.SUMMARY) {
            brick.put("entries", total);
            return;
        }
        brick.put("total-entries", total)
                .put("entries-in-heal-pending", counts[HealEntry.State.PENDING.ordinal()])
                .put("entries-in-split-brain", counts[HealEntry.State.SPLIT_BRAIN.ordinal()])
                .put("entries-possibly-healing", counts[HealEntry.State.HEALING.ordinal()]);
    }

    private ObjectNode file(HealEntry entry) {
        var file = json.createObjectNode();
        var gfid = entry.gfid().toString();
        file.put("gfid", gfid);
        file.put(
                "filename",
                entry.path() == null ? "<gfid:" + gfid + ">" : Name.toText(entry.path()));
        switch (entry.state()) {
            case SPLIT_BRAIN -> file.put("state", "split-brain");
            case HEALING -> file.put("state", "healing");
            case PENDING -> {}
        }
        return file;
    }

    /** One for each set of copies. */
    List<Graph> all() {
        return graphs;
    }

    /** The graph that has {@code HOST:PATH}, null when none has. */
    Graph withBrick(String brick) {
        return graphs.stream().filter(graph -> brick(graph, brick) >= 0).findFirst().orElse(null);
    }

    /** Which copy {@code HOST:PATH} is in a graph, -1 when it is none. */
    static int brick(Graph graph, String brick) {
        var children = of(graph).children();
        for (int i = 0; i < children.size(); i++) {
            if (name(graph, children.get(i).name()).equals(brick)) {
                return i;
            }
        }
        return -1;
    }

    /** {@code HOST:PATH} as the volfile has it. */
    private static String name(Graph graph, String child) {
        for (var node : graph.volfile().nodes()) {
            if (node.name().equals(child)) {
                var host = node.options().getOrDefault("remote-host", "-");
                return Name.toText(
                        host + ":" + node.options().getOrDefault("remote-subvolume", "-"));
            }
        }
        return child;
    }

    @Override
    public void close() {
        graphs.forEach(Graph::close);
    }
}
