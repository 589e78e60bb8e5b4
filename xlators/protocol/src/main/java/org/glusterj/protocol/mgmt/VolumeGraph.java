package org.glusterj.protocol.mgmt;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;

/**
 * A client's graph of a volume, from the volfile to a root that answers, and after that as the newest volfile says:
 * other options are given to the running graph, another shape becomes a graph beside it, to which {@link LiveGraph}
 * switches. For every front. Owns the graphs and ends them. Construction and {@link
 * #awaitRoot} run on the mounting thread, {@link #apply} on any, one at a time by the monitor.
 */
public final class VolumeGraph implements AutoCloseable {
    private static final Log LOG = Log.of(VolumeGraph.class);

    /** How long a new graph may take to come up, and its root to answer after that. */
    private static final Duration UP_WITHIN = Duration.ofSeconds(30);

    /** The pause before a graph that could not take over is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** Requests are kept back that long for others to end; twice as long at each further attempt. */
    private static final Duration FIRST_DRAIN = Duration.ofSeconds(2);

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(64);

    private final Environment environment;
    private final GraphBuilder builder;
    private final String volume;
    private final UnaryOperator<Volfile> completing;
    private final GraphStart start;
    private final LiveGraph live;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile GraphStart underWay;
    private volatile boolean closed;

    /** Guarded by the monitor, as what follows: the newest volfile that is not in force, null = none. */
    private String pending;

    private String lastRefusal = "";
    private Duration drain = FIRST_DRAIN;
    private Environment.Timer retry;

    /** Where the newest volfile comes from. */
    public interface Source {
        String fetch() throws IOException, ManagementException;
    }

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
        Graph first;
        try {
            first = builder.build(completing.apply(Volfile.parse(volfile)), inodeLimit);
        } catch (GraphException e) {
            throw new ManagementException(Errno.EINVAL, "volume " + volume + ": " + e.getMessage());
        }
        start = new GraphStart(environment, volume, first);
        live = new LiveGraph(environment, first);
    }

    /** What the front sends its fops to, now and later. */
    public LiveGraph live() {
        return live;
    }

    public Graph graph() {
        return live.graph();
    }

    /**
     * Connects and looks the root up, which is when a mount counts as successful. Does not wait on when trying again
     * cannot help; an interrupt ends the wait and stays set.
     *
     * @throws ManagementException ETIMEDOUT no brick answered, EINTR interrupted, else what the brick said
     */
    public void awaitRoot(Deadline connected, Deadline answered) throws ManagementException {
        start.awaitRoot(connected, answered);
    }

    /**
     * Fetches the volfile and applies it. When that is under way on another thread already, that one does it once more
     * at the end, however often this is called meanwhile.
     */
    public void refresh(Source source) {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = asked.get();
            try {
                apply(source.fetch());
            } catch (IOException | ManagementException e) {
                volfileRefused(e.getMessage());
            }
        } while (!asked.compareAndSet(seen, 0));
    }

    /** Takes a changed volfile over; until that has worked the running graph serves on. */
    public synchronized void apply(String text) {
        if (closed) {
            return;
        }
        forgetPending();
        try {
            var changed = completing.apply(Volfile.parse(text));
            var running = graph();
            if (changed.equals(running.volfile())) {
                return;
            }
            if (running.volfile().hasShapeOf(changed)) {
                builder.reconfigure(running, changed);
                LOG.say(MgmtMessage.VOLFILE_APPLIED, volume);
            } else {
                replace(running, changed, text);
            }
            lastRefusal = "";
        } catch (GraphException e) {
            refused(e.getMessage());
        }
    }

    private void replace(Graph running, Volfile changed, String text) throws GraphException {
        var fresh = builder.buildBeside(running, changed);
        var why = switchTo(fresh);
        if (why.isEmpty()) {
            drain = FIRST_DRAIN;
            LOG.say(MgmtMessage.GRAPH_SWITCHED, volume);
        } else {
            fresh.close();
            refused(why);
            tryLater(text);
        }
    }

    /** Returns why not, "" when the new graph serves. */
    private String switchTo(Graph fresh) {
        var coming = new GraphStart(environment, volume, fresh);
        underWay = coming;
        try {
            if (closed) {
                coming.giveUp();
            }
            var connected = Deadline.after(environment, UP_WITHIN);
            coming.awaitRoot(connected, Deadline.after(environment, UP_WITHIN.multipliedBy(2)));
        } catch (ManagementException e) {
            return e.getMessage();
        } finally {
            underWay = null;
        }
        var why = live.switchTo(fresh, drain);
        if (!why.isEmpty()) {
            var longer = drain.multipliedBy(2);
            drain = longer.compareTo(LONGEST_DRAIN) > 0 ? LONGEST_DRAIN : longer;
        }
        return why;
    }

    private void tryLater(String text) {
        if (!closed) {
            pending = text;
            retry = environment.schedule(RETRY, "graph-again", this::again);
        }
    }

    private synchronized void again() {
        if (pending != null) {
            apply(pending);
        }
    }

    private void forgetPending() {
        pending = null;
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    /** The same reason again and again is told once. */
    private void refused(String why) {
        if (!why.equals(lastRefusal) && !closed) {
            lastRefusal = why;
            volfileRefused(why);
        }
    }

    /** Logs why a changed volfile is not in force. */
    public void volfileRefused(String why) {
        LOG.say(MgmtMessage.VOLFILE_REFUSED, volume, why);
    }

    @Override
    public void close() {
        closed = true;
        var coming = underWay;
        if (coming != null) {
            coming.giveUp();
        }
        synchronized (this) {
            forgetPending();
            live.endFormers();
            graph().close();
        }
    }
}
