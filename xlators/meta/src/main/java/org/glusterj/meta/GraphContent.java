package org.glusterj.meta;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.glusterj.core.CommandLine;
import org.glusterj.core.Dump;
import org.glusterj.core.Environment;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.Profiler;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xlator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the files of the tree say, each made when it is opened. Thread-safe: reads the graph only. */
final class GraphContent {
    private static final String HIDDEN = "********";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH:mm:ss.SSSSSS xx").withZone(ZoneOffset.UTC);

    private final Graph graph;
    private final String graphName;
    private final String processUuid;

    GraphContent(Graph graph, Environment environment) {
        this.graph = graph;
        long now = environment.epochNanos();
        var time = Instant.ofEpochSecond(now / 1_000_000_000L, now % 1_000_000_000L);
        graphName = "glusterj-" + ProcessHandle.current().pid() + "-" + TIME.format(time);
        processUuid = Gfid.random(environment.random()).toString();
    }

    void fill(MetaTree.Builder.Place top) {
        top.file("version", () -> json("Package Version", version()));
        top.file("process_uuid", () -> processUuid + "\n");
        top.file("cmdline", () -> json("Cmdlinestr", commandLine()));
        top.file("frames", () -> "{ \n\t\"Stack\": [\n\t],\n\t\"Call_Count\": 0\n}\n");
        top.file("mallinfo", GraphContent::memory);
        top.file("measure_latency", () -> measures() ? "1\n" : "0\n");
        top.directory("logging").file("loglevel", () -> logLevel() + "\n");
        var graphs = top.directory("graphs");
        graphs.link("active", graphName);
        var own = graphs.directory(graphName);
        var volfile = graph.volfile();
        own.link("top", MetaTree.fileName(volfile.top().name()));
        own.file("volfile", () -> withoutPasswords(volfile).write());
        for (var node : volfile.nodes()) {
            fillXlator(own.directory(node.name()), node);
        }
    }

    private void fillXlator(MetaTree.Builder.Place place, Volfile.Node node) {
        place.file("type", () -> node.type() + "\n");
        place.file("name", () -> node.name() + "\n");
        place.file("private", () -> dump(graph.find(node.name())));
        var options = place.directory("options");
        node.options().forEach((key, value) -> options.file(key, () -> shown(key, value) + "\n"));
        var subvolumes = place.directory("subvolumes");
        for (int i = 0; i < node.subvolumes().size(); i++) {
            subvolumes.link(
                    Integer.toString(i), "../../" + MetaTree.fileName(node.subvolumes().get(i)));
        }
    }

    private static String shown(String key, String value) {
        return key.equals("password") || key.endsWith(".password") ? HIDDEN : value;
    }

    /** Every user of the mount may read these files. */
    private static Volfile withoutPasswords(Volfile volfile) {
        var nodes = new ArrayList<Volfile.Node>();
        for (var node : volfile.nodes()) {
            var options = new LinkedHashMap<String, String>();
            node.options().forEach((key, value) -> options.put(key, shown(key, value)));
            nodes.add(new Volfile.Node(node.name(), node.type(), options, node.subvolumes()));
        }
        return new Volfile(nodes);
    }

    private static String dump(Xlator xlator) {
        var text = new StringBuilder();
        xlator.dump(
                new Dump() {
                    @Override
                    public Dump section(String name) {
                        text.append('[').append(name).append("]\n");
                        return this;
                    }

                    @Override
                    public Dump put(String key, Object value) {
                        text.append(key).append(" = ").append(value).append('\n');
                        return this;
                    }
                });
        return text.toString();
    }

    private boolean measures() {
        for (var xlator : graph.xlators()) {
            if (xlator instanceof Profiler profiler && profiler.isProfiling()) {
                return true;
            }
        }
        return false;
    }

    private static String version() {
        var version = GraphContent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String commandLine() {
        return String.join(" ", CommandLine.of(ProcessHandle.current().pid()));
    }

    private static String memory() {
        var runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return "[mallinfo]\nmallinfo_arena = "
                + runtime.totalMemory()
                + "\nmallinfo_uordblks = "
                + used
                + "\nmallinfo_fordblks = "
                + runtime.freeMemory()
                + "\n";
    }

    /** GlusterFS's numbers: 4 error, 5 warning, 7 info, 8 debug, 9 trace. */
    private static int logLevel() {
        var root = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        if (root.isTraceEnabled()) {
            return 9;
        } else if (root.isDebugEnabled()) {
            return 8;
        } else if (root.isInfoEnabled()) {
            return 7;
        }
        return root.isWarnEnabled() ? 5 : 4;
    }

    private static String json(String key, String value) {
        var escaped = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(' ');
            } else {
                escaped.append(c);
            }
        }
        return "{ \n  \"" + key + "\": \"" + escaped + "\"\n}\n";
    }
}
