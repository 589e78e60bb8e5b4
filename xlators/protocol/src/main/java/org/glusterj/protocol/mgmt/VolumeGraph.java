package org.glusterj.protocol.mgmt;

import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;

/**
 * A client's graph of a volume, from the volfile to a root that answers, and after that at the options of the newest
 * volfile. For every front. Owns the graph, which {@link #close} ends. Construction and {@link #awaitRoot} run on the
 * mounting thread, {@link #apply} on any, one at a time; volatile fields are written by whoever raises events.
 */
public final class VolumeGraph implements AutoCloseable {
    private static final Log LOG = Log.of(VolumeGraph.class);

    private final Environment environment;
    private final GraphBuilder builder;
    private final String volume;
    private final UnaryOperator<Volfile> completing;
    private final Graph graph;
    private volatile boolean settled;
    private volatile Event.ChildFailed failure;
    private volatile Thread waiter;

    /**
     * Builds the graph, without connecting.
     *
     * @param volfile its text, a byte string
     * @param completing adds what the front wants in every volfile of this volume
     * @throws ManagementException EINVAL, a volfile this client cannot run
     */
    public VolumeGraph(
            Environment environment,
            String volume,
            String volfile,
            UnaryOperator<Volfile> completing,
            int inodeLimit)
            throws ManagementException {
        this.environment = environment;
        this.volume = volume;
        this.completing = completing;
        builder = new GraphBuilder(environment);
        try {
            graph = builder.build(completing.apply(Volfile.parse(volfile)), inodeLimit);
        } catch (GraphException e) {
            throw failed(Errno.EINVAL, e.getMessage());
        }
        graph.listen(this::heard);
    }

    public Graph graph() {
        return graph;
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

    /**
     * Connects and looks the root up, which is when a mount counts as successful. Does not wait on when trying again
     * cannot help; an interrupt ends the wait and stays set.
     *
     * @throws ManagementException ETIMEDOUT no brick answered, EINTR interrupted, else what the brick said
     */
    public void awaitRoot(Deadline connected, Deadline answered) throws ManagementException {
        waiter = Thread.currentThread();
        graph.activate();
        while (!settled && connected.remainingNanos(environment) > 0) {
            if (Thread.currentThread().isInterrupted()) {
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

    /** Takes a changed volfile over when only options changed; else says what to do. */
    public synchronized void apply(String text) {
        try {
            var changed = completing.apply(Volfile.parse(text));
            if (changed.equals(graph.volfile())) {
                return;
            }
            if (!graph.volfile().hasShapeOf(changed)) {
                LOG.say(MgmtMessage.VOLFILE_OTHER_SHAPE, volume);
                return;
            }
            builder.reconfigure(graph, changed);
            LOG.say(MgmtMessage.VOLFILE_APPLIED, volume);
        } catch (GraphException e) {
            volfileRefused(e.getMessage());
        }
    }

    /** Logs why a changed volfile is not in force. */
    public void volfileRefused(String why) {
        LOG.say(MgmtMessage.VOLFILE_REFUSED, volume, why);
    }

    @Override
    public void close() {
        graph.close();
    }
}
