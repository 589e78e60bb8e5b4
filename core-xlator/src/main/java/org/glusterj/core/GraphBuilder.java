package org.glusterj.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * Makes graphs out of volfiles with the translator types that {@link ServiceLoader} finds. A type that is not written
 * yet passes through where {@link PassThrough} knows that this cannot change data or meaning; any other is refused.
 * Immutable, thread-safe.
 */
public final class GraphBuilder {
    /** Inodes kept although nobody uses them, when the front does not say otherwise. */
    public static final int DEFAULT_LRU_LIMIT = 16_384;

    private static final Log LOG = Log.of(GraphBuilder.class);

    /** Every jar of the class path is searched for them, so once for a process. */
    private static final Map<String, XlatorType<?>> TYPES = load();

    private final Map<String, XlatorType<?>> types = TYPES;
    private final Environment environment;

    public GraphBuilder(Environment environment) {
        this.environment = environment;
    }

    private static Map<String, XlatorType<?>> load() {
        var types = new HashMap<String, XlatorType<?>>();
        for (XlatorType<?> type : ServiceLoader.load(XlatorType.class)) {
            types.put(type.type(), type);
            type.aliases().forEach(alias -> types.put(alias, type));
        }
        return types;
    }

    /** The known types, sorted. */
    public List<String> types() {
        return List.copyOf(new TreeSet<>(types.keySet()));
    }

    public XlatorType<?> type(String name) {
        return types.get(name);
    }

    public Graph build(Volfile volfile) throws GraphException {
        return build(volfile, DEFAULT_LRU_LIMIT);
    }

    /**
     * Constructs every node bottom-up, then initialises bottom-up. When a node refuses, those already initialised are
     * ended again.
     */
    public Graph build(Volfile volfile, int inodeLruLimit) throws GraphException {
        return build(volfile, new Graph(volfile, environment, inodeLruLimit, 0), null);
    }

    /** Builds the graph that shall replace {@code running}, with whose inodes and fds it works. */
    public Graph buildBeside(Graph running, Volfile volfile) throws GraphException {
        var graph = new Graph(volfile, environment, 0, running.number() + 1);
        return build(volfile, graph, running.inodes());
    }

    private Graph build(Volfile volfile, Graph graph, InodeTable shared) throws GraphException {
        for (var node : volfile.nodes()) {
            var children = new ArrayList<Edge>();
            for (var name : node.subvolumes()) {
                children.add(new Edge(graph.find(name)));
            }
            var xlator = create(node, new XlatorContext(node, children, graph));
            children.forEach(edge -> edge.child().context().parents().add(xlator));
            graph.add(xlator);
        }
        graph.ready(shared);
        init(graph);
        return graph;
    }

    /**
     * Gives a running graph the options of {@code changed}, which has its shape.
     *
     * @throws GraphException from the first translator that refuses; those before it keep the new values
     */
    public void reconfigure(Graph graph, Volfile changed) throws GraphException {
        if (!graph.volfile().hasShapeOf(changed)) {
            throw new IllegalArgumentException("the volfile has another shape");
        }
        var before = graph.volfile().nodes();
        for (int i = 0; i < before.size(); i++) {
            var node = changed.nodes().get(i);
            if (!node.options().equals(before.get(i).options())) {
                warnUnknown(node);
                graph.find(node.name()).reconfigure(new OptionValues(node));
            }
        }
        graph.volfile(changed);
    }

    private Xlator create(Volfile.Node node, XlatorContext context) throws GraphException {
        var type = types.get(node.type());
        if (type == null) {
            return PassThrough.create(context, types());
        }
        warnUnknown(node);
        return type.create(context);
    }

    private void warnUnknown(Volfile.Node node) {
        var type = types.get(node.type());
        if (type == null) {
            return;
        }
        for (var key : node.options().keySet()) {
            if (!type.options().knows(key)) {
                LOG.say(CoreMessage.OPTION_UNKNOWN, node.name(), node.type(), key);
            }
        }
    }

    private static void init(Graph graph) throws GraphException {
        var done = new ArrayList<Xlator>();
        try {
            for (var xlator : graph.xlators()) {
                xlator.init();
                done.add(xlator);
            }
        } catch (GraphException | RuntimeException e) {
            done.reversed().forEach(Xlator::fini);
            graph.failed();
            throw e;
        }
    }
}
