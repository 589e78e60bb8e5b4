package org.glusterj.protocol.mgmt;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Log;
import org.glusterj.dict.OldDict;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.TransportOptions;

/**
 * Fetches a volume's volfile from the first of several management servers that answers, keeps the connection to hear of
 * changes, and reconnects every 3 s when it is lost. {@link #fetch} blocks and is serialised; the listener runs on a
 * virtual thread, one call at a time per change. State is guarded by the monitor, which is not held while waiting.
 */
public final class ManagementClient implements AutoCloseable {
    private static final Duration RECONNECT = Duration.ofSeconds(3);
    private static final Duration RECONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MIN_OP_VERSION = 1;
    private static final int MAX_OP_VERSION = 100_000;
    private static final int FROM_MOUNT = 1;
    private static final Log LOG = Log.of(ManagementClient.class);

    private final Environment environment;
    private final List<Endpoint> servers;
    private final RpcClient network;
    private final Runnable volfileChanged;
    private final IntConsumer statedump;
    private final Conversation.Owner ears = new Ears();
    private final Object fetching = new Object();
    private Conversation current;
    private Environment.Timer retry;
    private boolean closed;

    /**
     * @param servers tried in this order; at least one
     * @param volfileChanged called when the server says so, and after a reconnect, when a change may have been missed;
     *     typically fetches again
     */
    public ManagementClient(
            Environment environment, List<Endpoint> servers, Runnable volfileChanged) {
        this(environment, servers, volfileChanged, pid -> {});
    }

    /**
     * @param statedump called with the pid of the process that the server wants a statedump of, which may be another
     *     one of this host
     */
    public ManagementClient(
            Environment environment,
            List<Endpoint> servers,
            Runnable volfileChanged,
            IntConsumer statedump) {
        this.statedump = statedump;
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no management server given");
        }
        this.environment = environment;
        this.servers = List.copyOf(servers);
        this.volfileChanged = volfileChanged;
        network = new RpcClient(TransportOptions.DEFAULT);
    }

    /**
     * The volfile of {@code volume}, a byte string. Servers that cannot be reached are skipped; an answer, also a
     * refusal,
     * counts.
     *
     * @throws ManagementException of the first answer that is a refusal, else of the last server tried
     */
    public String fetch(String volume, Duration timeout) throws ManagementException {
        var key = volume.startsWith("/") ? volume : "/" + volume;
        return fetchKey(key, OldDict.empty(), FROM_MOUNT, timeout);
    }

    /** As {@link #fetch} for any kind of key; {@code xdata} is completed by the op-versions. */
    public String fetchKey(String key, OldDict xdata, int flags, Duration timeout)
            throws ManagementException {
        xdata.putNumber("max-op-version", MAX_OP_VERSION);
        xdata.putNumber("min-op-version", MIN_OP_VERSION);
        var deadline = Deadline.after(environment, timeout);
        synchronized (fetching) {
            return conversation(deadline).getSpec(key, xdata, flags, deadline);
        }
    }

    /** The server that is connected, for messages; null when none is. */
    public synchronized Endpoint server() {
        return current != null && current.isOpen() ? current.server() : null;
    }

    private Conversation conversation(Deadline deadline) throws ManagementException {
        synchronized (this) {
            if (closed) {
                throw new ManagementException(Errno.ENOTCONN, "the management client is closed");
            }
            if (current != null && current.isOpen()) {
                return current;
            }
        }
        return openFirst(deadline);
    }

    /** Connects to the first server that takes the connection; each gets a fair share of the time left. */
    private Conversation openFirst(Deadline deadline) throws ManagementException {
        ManagementException last = null;
        for (int i = 0; i < servers.size(); i++) {
            long share = deadline.remainingNanos(environment) / (servers.size() - i);
            var fresh = new Conversation(servers.get(i), environment, ears);
            try {
                fresh.open(network, Deadline.after(environment, Duration.ofNanos(share)));
                adopt(fresh);
                return fresh;
            } catch (ManagementException e) {
                last = e;
                if (i + 1 < servers.size()) {
                    LOG.say(MgmtMessage.SERVER_FAILED, servers.get(i), e.getMessage());
                }
            }
        }
        throw last;
    }

    private void adopt(Conversation fresh) throws ManagementException {
        Conversation before;
        synchronized (this) {
            before = current;
            if (!closed) {
                current = fresh;
            }
        }
        if (before != null) {
            before.close();
        }
        if (closed()) {
            fresh.close();
            throw new ManagementException(Errno.ENOTCONN, "the management client is closed");
        }
        if (!fresh.isOpen()) {
            // Ended before anybody listened.
            retryLater();
        }
    }

    private synchronized boolean closed() {
        return closed;
    }

    /** What the event loop says. */
    private final class Ears implements Conversation.Owner {
        @Override
        public void volfileChanged(Conversation by) {
            if (isCurrent(by)) {
                environment.spawn("volfile-changed", () -> tell(by));
            }
        }

        @Override
        public void statedumpAsked(Conversation by, int pid) {
            if (isCurrent(by)) {
                environment.spawn("statedump", () -> statedump.accept(pid));
            }
        }

        @Override
        public void ended(Conversation by, IOException why) {
            if (isCurrent(by)) {
                LOG.say(MgmtMessage.DISCONNECTED, by.server(), why.getMessage());
                retryLater();
            }
        }
    }

    private synchronized boolean isCurrent(Conversation by) {
        // Before it is adopted nobody has fetched anything yet, so nothing can have changed for us.
        return !closed && by == current;
    }

    private void tell(Conversation by) {
        try {
            volfileChanged.run();
        } catch (RuntimeException | AssertionError bug) {
            LOG.say(MgmtMessage.LISTENER_BUG, bug, by.server());
        }
    }

    private synchronized void retryLater() {
        if (!closed) {
            retry = environment.schedule(RECONNECT, "management-reconnect", this::reconnect);
        }
    }

    private void reconnect() {
        Conversation now;
        try {
            synchronized (fetching) {
                now = conversation(Deadline.after(environment, RECONNECT_TIMEOUT));
            }
        } catch (ManagementException e) {
            retryLater();
            return;
        }
        LOG.say(MgmtMessage.RECONNECTED, now.server());
        tell(now);
    }

    @Override
    public void close() {
        Conversation last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = current;
            if (retry != null) {
                retry.cancel();
            }
        }
        if (last != null) {
            last.close();
        }
        network.close();
    }
}
