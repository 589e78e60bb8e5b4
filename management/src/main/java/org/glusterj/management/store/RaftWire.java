package org.glusterj.management.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.glusterj.management.store.wire.Wire;

/**
 * Ratis' messages over the {@link Wire}: each is its protocol buffer, {@link #VOTE} to {@link #ELECT} tell which.
 * Calls block the thread of Ratis that makes them until {@code timeout}. Thread-safe.
 */
final class RaftWire implements RaftServerRpc {
    static final int VOTE = 1;
    static final int APPEND = 2;
    static final int SNAPSHOT = 3;
    static final int ELECT = 4;

    private final Wire wire;
    private final Function<String, Optional<String>> addresses;
    private final Duration timeout;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /** @param addresses of a member by name, {@code HOST:PORT}; asked first, before what Raft's log says */
    RaftWire(Wire wire, Function<String, Optional<String>> addresses, Duration timeout) {
        this.wire = wire;
        this.addresses = addresses;
        this.timeout = timeout;
    }

    /** A call of another member's has come. */
    static byte[] serve(RaftServer server, int kind, byte[] body) throws IOException {
        return switch (kind) {
            case VOTE -> server.requestVote(RequestVoteRequestProto.parseFrom(body)).toByteArray();
            case APPEND ->
                    server.appendEntries(AppendEntriesRequestProto.parseFrom(body)).toByteArray();
            case SNAPSHOT ->
                    server.installSnapshot(InstallSnapshotRequestProto.parseFrom(body))
                            .toByteArray();
            case ELECT ->
                    server.startLeaderElection(StartLeaderElectionRequestProto.parseFrom(body))
                            .toByteArray();
            default -> throw new IOException("call of kind " + kind + ", a newer manager's");
        };
    }

    /** @throws IOException when nobody told it */
    String address(String member) throws IOException {
        var known = addresses.apply(member).orElse(told.get(member));
        if (known == null) {
            throw new IOException("no address of " + member);
        }
        return known;
    }

    private byte[] call(RaftRpcRequestProto head, int kind, byte[] body) throws IOException {
        var member = head.getReplyId().toStringUtf8();
        try {
            return wire.call(address(member), member, kind, body, timeout);
        } catch (SocketTimeoutException e) {
            // An InterruptedIOException, by which Ratis' sender takes itself for ended. It is begun
            // anew then, from the log's
            // first entry; but one whose member is being added is not, and nobody sends to that
            // member ever again.
            throw new IOException(member + " does not answer", e);
        }
    }

    @Override
    public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
        return RequestVoteReplyProto.parseFrom(
                call(request.getServerRequest(), VOTE, request.toByteArray()));
    }

    @Override
    public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request)
            throws IOException {
        return AppendEntriesReplyProto.parseFrom(
                call(request.getServerRequest(), APPEND, request.toByteArray()));
    }

    @Override
    public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request)
            throws IOException {
        return InstallSnapshotReplyProto.parseFrom(
                call(request.getServerRequest(), SNAPSHOT, request.toByteArray()));
    }

    @Override
    public StartLeaderElectionReplyProto startLeaderElection(
            StartLeaderElectionRequestProto request) throws IOException {
        return StartLeaderElectionReplyProto.parseFrom(
                call(request.getServerRequest(), ELECT, request.toByteArray()));
    }

    @Override
    public void addRaftPeers(Collection<RaftPeer> peers) {
        for (var peer : peers) {
            if (peer.getAddress() != null) {
                told.put(peer.getId().toString(), peer.getAddress());
            }
        }
    }

    @Override
    public void handleException(RaftPeerId server, Exception e, boolean reconnect) {
        // The wire has ended the connection already, and opens another one with the next call.
    }

    @Override
    public void notifyNotLeader(RaftGroupId group) {
        // Connections stay open.
    }

    @Override
    public RpcType getRpcType() {
        return new WireRpcType();
    }

    @Override
    public void start() {
        // The wire listens already.
    }

    @Override
    public InetSocketAddress getInetSocketAddress() {
        return wire.address();
    }

    @Override
    public void close() {
        // The wire is the store's and stays open.
    }
}
