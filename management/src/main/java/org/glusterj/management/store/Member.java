package org.glusterj.management.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.FileUtils;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * This node as one member of one pool: a Ratis server, its log and its state machine. Its directory is {@code
 * DIR/POOL.INCARNATION}. Thread-safe; it owns Ratis' threads.
 */
final class Member implements AutoCloseable {
    private static final SizeInBytes SEGMENT_BYTES = SizeInBytes.valueOf("4MB");
    private static final SizeInBytes APPEND_BYTES = SizeInBytes.valueOf("3MB");
    private static final SizeInBytes CHUNK_BYTES = SizeInBytes.valueOf("1MB");

    private final Membership membership;
    private final RaftServer server;
    private final RaftGroupId group;
    private final ClientId client = ClientId.randomId();
    private final RaftWire wire;

    /** Starts. @param snapshotEntries applied entries after which a snapshot takes the log's place */
    Member(
            Membership membership,
            Path directory,
            RaftWire wire,
            StoreMachine machine,
            Timing timing,
            long snapshotEntries)
            throws IOException {
        this.membership = membership;
        this.wire = wire;
        this.group = RaftGroupId.valueOf(membership.pool());
        var home = membership.home(directory);
        removeOthers(directory, home);
        Files.createDirectories(home);
        var parameters = new Parameters();
        parameters.put(WireRpcType.PARAMETER, wire, RaftWire.class);
        server =
                RaftServer.newBuilder()
                        .setServerId(RaftPeerId.valueOf(membership.name()))
                        .setGroup(RaftGroup.valueOf(group, beginning(membership)))
                        .setOption(RaftStorage.StartupOption.RECOVER)
                        .setProperties(
                                properties(home, timing, snapshotEntries, membership.founder()))
                        .setParameters(parameters)
                        .setStateMachine(machine)
                        .build();
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** What this node was before it is not again: no member comes back. */
    private static void removeOthers(Path directory, Path home) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var old = Files.list(directory)) {
            for (var each : old.filter(path -> !path.equals(home)).toList()) {
                FileUtils.deleteFully(each);
            }
        }
    }

    /** Whom Raft begins with, if its log does not say. */
    private static List<RaftPeer> beginning(Membership membership) {
        var peers = new ArrayList<RaftPeer>();
        peers.add(
                peer(
                        membership.name(),
                        null,
                        membership.founder() ? RaftPeerRole.FOLLOWER : RaftPeerRole.LISTENER));
        membership
                .others()
                .forEach((name, address) -> peers.add(peer(name, address, RaftPeerRole.FOLLOWER)));
        return peers;
    }

    private static RaftPeer peer(String name, String address, RaftPeerRole role) {
        return RaftPeer.newBuilder()
                .setId(RaftPeerId.valueOf(name))
                .setAddress(address)
                .setStartupRole(role)
                .build();
    }

    private static RaftProperties properties(
            Path home, Timing timing, long snapshotEntries, boolean founder) {
        var p = new RaftProperties();
        RaftConfigKeys.Rpc.setType(p, new WireRpcType());
        RaftServerConfigKeys.setStorageDir(p, List.of(home.toFile()));
        RaftServerConfigKeys.setStorageFreeSpaceMin(p, SizeInBytes.ZERO);
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, time(timing.election()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, time(timing.election().multipliedBy(2)));
        // The founder stands for election at once: alone it needs nobody's answer, and others who
        // have a leader refuse
        // before anything changes (pre-vote).
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(
                p,
                founder ? TimeDuration.valueOf(1, TimeUnit.MILLISECONDS) : time(timing.election()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(
                p,
                founder
                        ? TimeDuration.valueOf(10, TimeUnit.MILLISECONDS)
                        : time(timing.election().multipliedBy(2)));
        RaftServerConfigKeys.Rpc.setRequestTimeout(p, time(timing.call()));
        RaftServerConfigKeys.Rpc.setSleepTime(p, TimeDuration.valueOf(50, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.LeaderElection.setPreVote(p, true);
        RaftServerConfigKeys.setSleepDeviationThreshold(p, 10_000);
        RaftServerConfigKeys.setStagingTimeout(p, time(timing.election().multipliedBy(10)));
        RaftServerConfigKeys.Read.setOption(p, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(p, false);
        RaftServerConfigKeys.Read.setTimeout(p, time(timing.command()));
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, SEGMENT_BYTES);
        RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf("64KB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(p, SizeInBytes.valueOf("3200KB"));
        RaftServerConfigKeys.Log.setQueueByteLimit(p, SizeInBytes.valueOf("8MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 2);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        RaftServerConfigKeys.Log.setPurgeGap(p, 1);
        // The commit index comes from the leader; in the log it would double the entries.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(p, false);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, APPEND_BYTES);
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(p, CHUNK_BYTES);
        RaftServerConfigKeys.Write.setByteLimit(p, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(p, snapshotEntries);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(p, 2);
        // A member that stops may be one that is no longer wanted, and its directory gone.
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(p, false);
        // Ratis' pools are as large as they need to be, and empty when nothing is to be done.
        RaftServerConfigKeys.ThreadPool.setClientCached(p, true);
        RaftServerConfigKeys.ThreadPool.setServerCached(p, true);
        RaftServerConfigKeys.ThreadPool.setProxyCached(p, true);
        return p;
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    Membership membership() {
        return membership;
    }

    RaftServer server() {
        return server;
    }

    RaftWire wire() {
        return wire;
    }

    boolean isAlive() {
        return !server.getLifeCycleState().isClosingOrClosed()
                && division().map(d -> d.getInfo().isAlive()).orElse(false);
    }

    private Optional<RaftServer.Division> division() {
        try {
            return Optional.of(server.getDivision(group));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether this member leads and has applied all that leaders before it committed. Until then Ratis refuses writes,
     * and a pool of one reads its past: {@code LeaderStateImpl.getReadIndex} does not wait there.
     */
    boolean leads() {
        return division().map(d -> d.getInfo().isLeaderReady()).orElse(false);
    }

    /** Whom this member follows, as far as it knows; itself if it leads. */
    Optional<String> leader() {
        return division()
                .map(d -> d.getInfo().isLeader() ? d.getId() : d.getInfo().getLeaderId())
                .map(RaftPeerId::toString);
    }

    /** @param client who asks, and {@code call} a number it uses once: the same again is not done again */
    CompletableFuture<RaftClientReply> submit(
            ClientId asking, long call, boolean read, byte[] content) throws IOException {
        return server.submitClientRequestAsync(
                RaftClientRequest.newBuilder()
                        .setClientId(asking)
                        .setServerId(server.getId())
                        .setGroupId(group)
                        .setCallId(call)
                        .setType(
                                read
                                        ? RaftClientRequest.readRequestType()
                                        : RaftClientRequest.writeRequestType())
                        .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(content)))
                        .build());
    }

    /** Changes the members if they are {@code from} now. Only the leader can. */
    CompletableFuture<RaftClientReply> reconfigure(
            Standing from, Map<String, String> voters, Map<String, String> learners, long call)
            throws IOException {
        var arguments =
                SetConfigurationRequest.Arguments.newBuilder()
                        .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                        .setServersInCurrentConf(peers(from.voters(), RaftPeerRole.FOLLOWER))
                        .setListenersInCurrentConf(peers(from.learners(), RaftPeerRole.LISTENER))
                        .setServersInNewConf(peers(voters, RaftPeerRole.FOLLOWER))
                        .setListenersInNewConf(peers(learners, RaftPeerRole.LISTENER))
                        .build();
        return server.setConfigurationAsync(
                new SetConfigurationRequest(client, server.getId(), group, call, arguments));
    }

    private static List<RaftPeer> peers(Collection<String> names, RaftPeerRole role) {
        return names.stream().map(name -> peer(name, null, role)).toList();
    }

    private static List<RaftPeer> peers(Map<String, String> members, RaftPeerRole role) {
        return members.entrySet().stream()
                .map(member -> peer(member.getKey(), member.getValue(), role))
                .collect(Collectors.toList());
    }

    Optional<Standing> standing() {
        return division().map(this::standing);
    }

    private Standing standing(RaftServer.Division division) {
        var info = division.getInfo();
        var members = division.getRaftConf();
        var silence = new HashMap<String, Long>();
        var role = info.getRoleInfoProto();
        for (var other : role.getLeaderInfo().getFollowerInfoList()) {
            silence.put(other.getId().getId().toStringUtf8(), other.getLastRpcElapsedTimeMs());
        }
        return new Standing(
                division.getId().toString(),
                info.getCurrentRole().name(),
                leader(),
                info.isLeaderReady(),
                members.getPreviousPeers().isEmpty(),
                names(members.getCurrentPeers()),
                names(members.getCurrentPeers(RaftPeerRole.LISTENER)),
                silence);
    }

    private static SortedSet<String> names(Collection<RaftPeer> peers) {
        var names = new TreeSet<String>();
        peers.forEach(peer -> names.add(peer.getId().toString()));
        return names;
    }

    @Override
    public void close() throws IOException {
        if (server.getLifeCycleState() != LifeCycle.State.CLOSED) {
            server.close();
        }
    }
}
