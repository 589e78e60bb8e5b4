package org.glusterj.cluster.dht;

import org.glusterj.core.Caller;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Graph;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Brings the files of a volume to where their names belong: walks the tree, gives each directory its new layout, and
 * moves the files of some subvolumes (spec dht 7), while clients of both kinds go on using them. May be ended at any
 * moment, by whatever; the next one finishes what was begun.
 *
 * <p>{@link #run} is the crawl and runs on its caller's thread; files are moved by virtual threads, of which there are
 * as many as the volume's option says. Status and stop on any thread. Memory does not depend on the number of files.
 */
public final class Rebalance {
    private static final Log LOG = Log.of(Rebalance.class);

    private final RebalanceTask task;
    private final Progress progress;
    private final Graph graph;
    private final Dht dht;

    private Rebalance(Environment environment, Graph graph, Dht dht, RebalanceTask task) {
        this.graph = graph;
        this.dht = dht;
        this.task = task;
        progress = new Progress(environment, task);
    }

    /**
     * Of the graph's topmost distribute translator.
     *
     * @throws FopException EINVAL when there is none, or a local subvolume is none of its own
     */
    public static Rebalance of(Environment environment, Graph graph, RebalanceTask task)
            throws FopException {
        Dht found = null;
        boolean single = false;
        for (var xlator : graph.xlators()) {
            found = xlator instanceof Dht dht ? dht : found;
            single |= xlator instanceof SingleSubvolume;
        }
        if (found == null && !single) {
            throw new FopException(Errno.EINVAL, "the volume distributes nothing");
        }
        for (var name : task.local()) {
            if (found != null && found.parts().children().indexOf(name) == Known.NOWHERE) {
                throw new FopException(Errno.EINVAL, "no subvolume is called " + name);
            }
        }
        return new Rebalance(environment, graph, found, task);
    }

    public RebalanceStatus status() {
        return progress.status();
    }

    /** Ends it in order: files that are under way are given up, and stay where they were. */
    public void stop() {
        progress.end(Progress.State.STOPPED);
    }

    /** Does it all; once. Afterwards the status says how it ended. */
    public void run() {
        progress.begin();
        LOG.say(MoveMessage.REBALANCE_BEGINS, task.action().word());
        boolean done = dht == null;
        try {
            if (!done) {
                begin(Frame.of(Caller.internal(Caller.PID_REBALANCE)));
                done = true;
            }
        } catch (FopException why) {
            LOG.say(MoveMessage.REBALANCE_FAILED, why.getMessage());
        } finally {
            if (!done) {
                progress.failed();
                progress.end(Progress.State.FAILED);
            }
            progress.ended();
        }
        var end = progress.status();
        LOG.say(
                MoveMessage.REBALANCE_ENDED,
                end.status(),
                end.rebalanced(),
                end.bytes(),
                end.lookedUp(),
                end.failures(),
                end.skipped(),
                end.runSeconds());
    }

    private void begin(Frame frame) throws FopException {
        var parts = dht.parts();
        var root = graph.inodes().root();
        parts.lookups().lookup(frame, new Fop.Lookup(Loc.of(root), Xdata.NULL));
        parts.space().learn(frame, Loc.of(root));
        markVolume(frame, parts);
        if (!task.notice().isZero()) {
            parts.environment().sleep(task.notice());
        }
        // learns the new commit hash
        parts.lookups().lookup(frame, new Fop.Lookup(Loc.of(root), Xdata.NULL));
        new Crawl(parts, task, progress, frame).run(root);
    }

    /** From now on a name that is not found where it belongs is searched everywhere, until its directory is settled. */
    private void markVolume(Frame frame, Parts parts) throws FopException {
        var text = Integer.toUnsignedString(task.commitHash());
        var dict = Xdata.EMPTY.withString(parts.where().keys().commitHash(), text);
        var op = new Fop.Setxattr(Loc.of(graph.inodes().root()), dict, 0, Xdata.NULL);
        for (var outcome : parts.children().callAll(frame, op)) {
            if (outcome instanceof Outcome.Failed<Reply.Ok>(var child, var why)) {
                throw why;
            }
        }
    }
}
