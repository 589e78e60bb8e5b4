package org.glusterj.protocol.mgmt;

import java.util.concurrent.locks.LockSupport;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Graph;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;

/**
 * One graph's way from built to a root that answers. Used by one thread, which waits; volatile fields are written by
 * whoever raises events.
 */
final class GraphStart {
    private final Environment environment;
    private final String volume;
    private final Graph graph;
    private volatile boolean settled;
    private volatile boolean given;
    private volatile Event.ChildFailed failure;
    private volatile Thread waiter;

    GraphStart(Environment environment, String volume, Graph graph) {
        this.environment = environment;
        this.volume = volume;
        this.graph = graph;
        graph.listen(this::heard);
    }

    private ManagementException failed(Errno errno, String why) {
        return new ManagementException(errno, "volume " + volume + ": " + why);
    }

    private void heard(Event.Up event) {
        if (event instanceof Event.ChildFailed failed) {
            failure = failed;
        }
        var last = failure;
        if (event instanceof Event.ChildUp || last != null && last.lasting()) {
            settled = true;
            LockSupport.unpark(waiter);
        }
    }

    /** Ends the wait from another thread. */
    void giveUp() {
        given = true;
        LockSupport.unpark(waiter);
    }

    /** See {@link VolumeGraph#awaitRoot}. */
    void awaitRoot(Deadline connected, Deadline answered) throws ManagementException {
        waiter = Thread.currentThread();
        graph.activate();
        while (!settled && connected.remainingNanos(environment) > 0) {
            if (given || Thread.currentThread().isInterrupted()) {
                throw failed(Errno.EINTR, "interrupted while it connected");
            }
            environment.parkUntil(connected.nanoTime());
        }
        requireUp();
        var root = Loc.of(graph.inodes().root());
        try {
            graph.top().call(Frame.internal().until(answered), new Fop.Lookup(root, Xdata.NULL));
        } catch (FopException e) {
            throw failed(e.errno(), "looking up its root failed: " + e.getMessage());
        }
    }

    private void requireUp() throws ManagementException {
        if (graph.top().isUp()) {
            return;
        }
        var last = failure;
        if (last == null) {
            throw failed(Errno.ETIMEDOUT, "no brick answered in time");
        }
        throw settled
                ? failed(last.errno(), last.why())
                : failed(Errno.ETIMEDOUT, last.why() + " (until the time-out)");
    }
}
