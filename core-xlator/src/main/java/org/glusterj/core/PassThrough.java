package org.glusterj.core;

import java.util.List;
import java.util.Map;

/**
 * Stands in for a translator that is not written yet, where that cannot change data or meaning: performance and tracing
 * types, and brick features whose switches are all off. Passes every fop on, on the caller's thread.
 */
final class PassThrough extends Xlator {
    private static final Log LOG = Log.of(PassThrough.class);

    /**
     * Types that only make things faster or visible; {@code features/namespace} tags fops for readers that 10.3 does
     * not have.
     */
    private static final List<String> HARMLESS =
            List.of(
                    "performance/io-cache",
                    "performance/io-threads",
                    "performance/nl-cache",
                    "performance/read-ahead",
                    "performance/readdir-ahead",
                    "performance/write-behind",
                    "features/namespace",
                    "debug/io-stats");

    /** Features and the options that must be off, or absent, for the feature to be absent. */
    private static final Map<String, List<String>> SWITCHES =
            Map.ofEntries(
                    Map.entry(
                            "features/marker",
                            List.of("quota", "inode-quota", "xtime", "gsync-force-xtime")),
                    Map.entry("features/quota", List.of("server-quota")));

    private PassThrough(XlatorContext context) {
        super(context);
    }

    /** @throws GraphException when the node's type or a switched-on option forbids passing through */
    static Xlator create(XlatorContext context, List<String> knownTypes) throws GraphException {
        var node = context.node();
        var switches = SWITCHES.get(node.type());
        if (!HARMLESS.contains(node.type()) && switches == null) {
            throw new GraphException(
                    "volfile: node "
                            + node.name()
                            + " has type "
                            + node.type()
                            + ", which this version does not have; it has "
                            + String.join(", ", knownTypes));
        }
        if (switches != null) {
            for (var key : switches) {
                requireOff(node, key);
            }
        }
        if (context.children().size() != 1) {
            throw new GraphException(
                    "volfile: node " + node.name() + " needs exactly one subvolume");
        }
        LOG.say(CoreMessage.PASSES_THROUGH, node.name(), node.type());
        return new PassThrough(context);
    }

    private static void requireOff(Volfile.Node node, String key) throws GraphException {
        var text = node.options().get(key);
        boolean on;
        try {
            on = text != null && OptionTable.parseBoolean(text);
        } catch (IllegalArgumentException e) {
            throw new GraphException(
                    node.name() + ": option " + key + " cannot be '" + text + "'", e);
        }
        if (on) {
            throw new GraphException(
                    node.name()
                            + ": option "
                            + key
                            + " of "
                            + node.type()
                            + " is on, but this version lacks that feature; switch it off");
        }
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        for (var key : SWITCHES.getOrDefault(type(), List.of())) {
            requireOff(new Volfile.Node(name(), type(), values.texts(), List.of()), key);
        }
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return next(frame, op);
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        child().start(frame, op, sink);
    }
}
