package org.glusterj.gfapi;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.Log;
import org.glusterj.core.StatedumpFiles;
import org.glusterj.protocol.mgmt.Endpoint;
import org.glusterj.protocol.mgmt.ManagementClient;
import org.glusterj.protocol.mgmt.ManagementException;
import org.glusterj.protocol.mgmt.VolumeGraph;

/**
 * The graph of a volume as a management server describes it, and the connection to that server, which tells of changes.
 * Mounted on the caller's thread; changes are taken over on a virtual thread, one at a time. Owns both; ended by {@link
 * #close}.
 */
final class MountedGraph implements AutoCloseable {
    private static final Log LOG = Log.of(MountedGraph.class);
    private static final Duration REFETCH_WITHIN = Duration.ofSeconds(30);

    private final Environment environment;
    private final ManagementClient management;
    private final String volume;
    private volatile VolumeGraph graph;

    private MountedGraph(Environment environment, List<Endpoint> servers, String volume) {
        this.environment = environment;
        this.volume = volume;
        management = new ManagementClient(environment, servers, this::refetch, this::dump);
    }

    static MountedGraph mount(
            Environment environment,
            List<Endpoint> servers,
            String volume,
            Duration timeout,
            int inodeLimit)
            throws GlusterException {
        var mounted = new MountedGraph(environment, servers, volume);
        boolean done = false;
        try {
            mounted.begin(Deadline.after(environment, timeout), inodeLimit);
            done = true;
        } catch (ManagementException e) {
            throw new GlusterException(e.errno(), "", e.getMessage());
        } finally {
            if (!done) {
                mounted.close();
            }
        }
        LOG.say(GfapiMessage.MOUNTED, volume, mounted.management.server());
        return mounted;
    }

    LiveGraph live() {
        return graph.live();
    }

    private void begin(Deadline deadline, int inodeLimit) throws ManagementException {
        var left = Duration.ofNanos(deadline.remainingNanos(environment));
        var volfile = management.fetch(volume, left);
        graph = new VolumeGraph(environment, volume, volfile, UnaryOperator.identity(), inodeLimit);
        graph.awaitRoot(deadline, deadline);
    }

    /** After the server said so, or after it was out of reach for a while. */
    private void refetch() {
        var running = graph;
        if (running == null) {
            return;
        }
        running.refresh(() -> management.fetch(volume, REFETCH_WITHIN));
    }

    /** A manager asks, of this process or of another one on this host. */
    private void dump(int pid) {
        var running = graph;
        if (running != null && pid == ProcessHandle.current().pid()) {
            StatedumpFiles.writeLogged(environment, List.of(running.live().graph()));
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
