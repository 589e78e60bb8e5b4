package org.glusterj.protocol.client;

import java.util.ArrayList;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fop;
import org.glusterj.core.Graph;
import org.glusterj.core.LeafCookies;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Xlator;

/**
 * Directory cookies between a brick, which knows its own only, and a graph with several bricks, where each names its
 * leaf (see {@link LeafCookies}). Immutable.
 */
final class Cookies {
    private final LeafCookies leaves;
    private final int leaf;

    private Cookies(LeafCookies leaves, int leaf) {
        this.leaves = leaves;
        this.leaf = leaf;
    }

    /** Null in a graph with one leaf, where cookies stay as they are. */
    static Cookies of(Graph graph, Xlator self) {
        var all = LeafCookies.leavesOf(graph);
        return all.size() < 2 ? null : new Cookies(new LeafCookies(all.size()), all.indexOf(self));
    }

    static boolean concern(Fop<?> op) {
        return op instanceof Fop.Readdir || op instanceof Fop.Readdirp;
    }

    /** The request as the brick understands it. */
    @SuppressWarnings("unchecked")
    <R extends Reply> Fop<R> below(Fop<R> op) {
        return (Fop<R>)
                switch ((Fop<?>) op) {
                    case Fop.Readdir(var fd, var size, var offset, var xdata) ->
                            new Fop.Readdir(fd, size, leaves.decode(offset), xdata);
                    case Fop.Readdirp(var fd, var size, var offset, var xdata) ->
                            new Fop.Readdirp(fd, size, leaves.decode(offset), xdata);
                    default -> op;
                };
    }

    /** The reply as the graph understands it. */
    @SuppressWarnings("unchecked")
    <R extends Reply> R above(R reply) {
        if (!(reply instanceof Reply.Readdir list)) {
            return reply;
        }
        var entries = new ArrayList<DirEntry>(list.entries().size());
        for (var entry : list.entries()) {
            entries.add(
                    new DirEntry(
                            entry.ino(),
                            leaves.encode(entry.offset(), leaf),
                            entry.type(),
                            entry.name(),
                            entry.iatt(),
                            entry.dict()));
        }
        return (R) new Reply.Readdir(entries, list.atEnd(), list.xdata());
    }

    /** Passes outcomes on as {@link #above} makes them. */
    <R extends Reply> Sink<R> above(Sink<R> sink) {
        return new Sink<>() {
            @Override
            public void ok(R reply) {
                sink.ok(above(reply));
            }

            @Override
            public void failed(org.glusterj.core.FopException why) {
                sink.failed(why);
            }
        };
    }
}
