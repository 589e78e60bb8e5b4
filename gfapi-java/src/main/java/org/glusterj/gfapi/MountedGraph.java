package org.glusterj.gfapi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.protocol.mgmt.Endpoint;
import org.glusterj.protocol.mgmt.ManagementClient;
import org.glusterj.protocol.mgmt.ManagementException;

/**
 * The client's graph of a volume as a management server describes it, and the connection to that server, which tells of
 * changes. Mounted on the caller's thread; changes are taken over on a virtual thread, one at a time. Owns both; ended
 * by {@link #close}.
 */
final class MountedGraph implements AutoCloseable {
    private static final Log LOG = Log.of(MountedGraph.class);
    private static final Duration REFETCH_WITHIN = Duration.ofSeconds(30);

    private final Environment environment = SystemEnvironment.get();
    private final GraphBuilder builder = new GraphBuilder(environment);
    private final ManagementClient management;
    private final String volume;
    private final CountDownLatch up = new CountDownLatch(1);
    private volatile Graph graph;

    private MountedGraph(List<Endpoint> servers, String volume) {
        this.volume = volume;
        management = new ManagementClient(environment, servers, this::refetch);
    }

    static MountedGraph mount(
            List<Endpoint> servers, String volume, Duration timeout, int inodeLimit)
            throws GlusterException {
        var mounted = new MountedGraph(servers, volume);
        boolean done = false;
        try {
            mounted.begin(Deadline.after(mounted.environment, timeout), inodeLimit);
            done = true;
        } finally {
            if (!done) {
                mounted.close();
            }
        }
        LOG.say(GfapiMessage.MOUNTED, volume, mounted.management.server());
        return mounted;
    }

    Graph graph() {
        return graph;
    }

    private void begin(Deadline deadline, int inodeLimit) throws GlusterException {
        try {
            var text =
                    management.fetch(
                            volume, Duration.ofNanos(deadline.remainingNanos(environment)));
            var built = builder.build(Volfile.parse(text), inodeLimit);
            graph = built;
            built.listen(this::heard);
            built.activate();
        } catch (ManagementException e) {
            throw failure(e.errno(), e.getMessage());
        } catch (GraphException e) {
            throw failure(Errno.EINVAL, e.getMessage());
        }
        awaitBricks(deadline);
        lookUpRoot(deadline);
    }

    private void heard(Event.Up event) {
        if (event instanceof Event.ChildUp) {
            up.countDown();
        }
    }

    private void awaitBricks(Deadline deadline) throws GlusterException {
        try {
            if (!up.await(deadline.remainingNanos(environment), TimeUnit.NANOSECONDS)) {
                throw failure(
                        Errno.ETIMEDOUT, "no brick could be reached; the log says which was tried");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Errno.EINTR, "interrupted while it connected");
        }
    }

    private void lookUpRoot(Deadline deadline) throws GlusterException {
        try {
            var root = Loc.of(graph.inodes().root());
            graph.top().call(Frame.internal().until(deadline), new Fop.Lookup(root, Xdata.NULL));
        } catch (FopException e) {
            throw failure(e.errno(), "looking up its root failed: " + e.errno().text());
        }
    }

    private GlusterException failure(Errno errno, String why) {
        return new GlusterException(errno, "volume " + volume, why);
    }

    /** After the server said so, or after it was out of reach for a while. */
    private synchronized void refetch() {
        var running = graph;
        if (running == null) {
            return;
        }
        try {
            var changed = Volfile.parse(management.fetch(volume, REFETCH_WITHIN));
            if (changed.equals(running.volfile())) {
                return;
            }
            if (!running.volfile().hasShapeOf(changed)) {
                LOG.say(GfapiMessage.VOLFILE_OTHER_SHAPE, volume);
                return;
            }
            builder.reconfigure(running, changed);
            LOG.say(GfapiMessage.VOLFILE_APPLIED, volume);
        } catch (ManagementException | GraphException e) {
            LOG.say(GfapiMessage.VOLFILE_REFUSED, volume, e.getMessage());
        }
    }

    @Override
    public void close() {
        management.close();
        var running = graph;
        if (running != null) {
            running.close();
        }
    }
}
