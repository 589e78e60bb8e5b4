package org.glusterj.gfapi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.protocol.mgmt.Endpoint;

/**
 * What to mount and how. {@link #host} and {@link #volume} must be given, all else has a default. Used by one thread;
 * {@link #mount} may be called again.
 */
public final class VolumeBuilder {
    private final List<String> hosts = new ArrayList<>();
    private int port = Endpoint.DEFAULT_PORT;
    private String volume = "";
    private Duration timeout = Duration.ofSeconds(30);
    private Duration callTimeout = Duration.ZERO;
    private int uid;
    private int gid;
    private int[] groups = {};
    private int umask;
    private int inodeLimit = GraphBuilder.DEFAULT_LRU_LIMIT;

    VolumeBuilder() {}

    /** The management server; asked first. */
    public VolumeBuilder host(String host) {
        hosts.addFirst(host);
        return this;
    }

    /** Asked in this order when those before do not answer. */
    public VolumeBuilder backupHosts(String... more) {
        hosts.addAll(List.of(more));
        return this;
    }

    /** Of all management servers; {@value Endpoint#DEFAULT_PORT} unless given. */
    public VolumeBuilder port(int managementPort) {
        port = managementPort;
        return this;
    }

    public VolumeBuilder volume(String name) {
        volume = name.startsWith("/") ? name.substring(1) : name;
        return this;
    }

    /** How long {@link #mount} may take altogether; 30 s unless given. */
    public VolumeBuilder timeout(Duration longest) {
        timeout = longest;
        return this;
    }

    /** See {@link Volume#withCallTimeout}. */
    public VolumeBuilder callTimeout(Duration longest) {
        callTimeout = longest;
        return this;
    }

    /** See {@link Volume#as}; root unless given. */
    public VolumeBuilder user(int userId, int groupId, int... more) {
        uid = userId;
        gid = groupId;
        groups = more.clone();
        return this;
    }

    /** See {@link Volume#withUmask}; 0 unless given. */
    public VolumeBuilder umask(int mask) {
        umask = mask;
        return this;
    }

    /** How many inodes are remembered although nobody uses them. */
    public VolumeBuilder inodeLimit(int most) {
        inodeLimit = most;
        return this;
    }

    /**
     * Fetches the volfile, connects and looks the root up.
     *
     * @throws GlusterException ENOENT no such volume, EHOSTUNREACH unknown host or no way to it, ECONNREFUSED
     *     nobody listens, ETIMEDOUT no answer in time, of the server or of the brick, EACCES refused by the brick,
     *     EINVAL a volfile this client cannot run, EINTR interrupted
     */
    public Volume mount() throws GlusterException {
        if (hosts.isEmpty() || volume.isEmpty()) {
            throw new IllegalStateException("a mount needs host and volume");
        }
        var servers = new ArrayList<Endpoint>();
        try {
            hosts.forEach(host -> servers.add(new Endpoint(host, port)));
        } catch (IllegalArgumentException e) {
            throw new GlusterException(Errno.EINVAL, volume, e.getMessage());
        }
        var environment = SystemEnvironment.get();
        var graph = MountedGraph.mount(environment, servers, volume, timeout, inodeLimit);
        var mount = new Mount(environment, graph.live(), graph::close);
        var session =
                Session.root(mount)
                        .as(uid, gid, groups)
                        .withUmask(umask)
                        .withCallTimeout(callTimeout);
        return new Volume(session);
    }
}
