package org.glusterj.core;

import java.util.List;

/**
 * Stands in for a translator that is not written yet, where that cannot change data or meaning: performance and tracing
 * types. Passes every fop on, on the caller's thread.
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
                    "features/namespace",
                    "debug/io-stats");

    private PassThrough(XlatorContext context) {
        super(context);
    }

    /** @throws GraphException when the node's type or a switched-on option forbids passing through */
    static Xlator create(XlatorContext context, List<String> knownTypes) throws GraphException {
        var node = context.node();
        if (!HARMLESS.contains(node.type())) {
            throw new GraphException(
                    "volfile: node "
                            + node.name()
                            + " has type "
                            + node.type()
                            + ", which this version does not have; it has "
                            + String.join(", ", knownTypes));
        }
        if (context.children().size() != 1) {
            throw new GraphException(
                    "volfile: node " + node.name() + " needs exactly one subvolume");
        }
        LOG.say(CoreMessage.PASSES_THROUGH, node.name(), node.type());
        return new PassThrough(context);
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
