package org.glusterj.management.daemon;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.management.event.EventType;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Peer;
import org.glusterj.management.peer.PoolException;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.PeerRecords;
import org.glusterj.management.volume.Pool;
import org.glusterj.management.volume.VolumeRecords;

/** The commands of {@code peer} on a pool of several nodes. Thread-safe. */
final class TrustedPool implements Pool {
    private final org.glusterj.management.peer.Pool pool;
    private final PeerRecords peers;
    private final String name;
    private final Events events;

    /** @param name of this node, until the pool has one */
    TrustedPool(
            org.glusterj.management.peer.Pool pool, PeerRecords peers, String name, Events events) {
        this.events = events;
        this.pool = pool;
        this.peers = peers;
        this.name = name;
    }

    @Override
    public List<Node> nodes() {
        var all =
                pool.peers().stream()
                        .map(
                                s ->
                                        new Node(
                                                s.peer(),
                                                s.connected(),
                                                s.peer().id().equals(pool.self()),
                                                role(s)))
                        .toList();
        return all.isEmpty()
                ? List.of(new Node(new Peer(pool.self(), List.of(name)), true, true, Role.LEADER))
                : all;
    }

    private static Role role(org.glusterj.management.peer.Pool.Status status) {
        if (status.leader()) {
            return Role.LEADER;
        }
        return status.voter() ? Role.VOTER : Role.LEARNER;
    }

    @Override
    public Node add(String host) throws CommandException {
        try {
            var known = peers.byHost(host);
            if (known.isPresent() && known.get().equals(pool.self())) {
                return nodes().stream().filter(Node::self).findFirst().orElseThrow();
            }
            var before = peers.known().stream().map(Peer::id).toList();
            var peer = pool.probe(host);
            if (!before.contains(peer.id())) {
                events.report(EventType.PEER_ATTACH, Map.of("host", host));
            }
            return new Node(peer, true, false, Role.LEARNER);
        } catch (StoreException e) {
            throw CommandException.failed(e);
        } catch (PoolException e) {
            throw e.getCause() instanceof StoreException away
                    ? CommandException.failed(away)
                    : new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }

    @Override
    public void remove(UUID id, boolean force) throws CommandException {
        if (id.equals(pool.self())) {
            throw CommandException.invalid(name + " is localhost");
        }
        try {
            for (var volume : new VolumeRecords(pool.store()).list()) {
                if (volume.bricks().stream().anyMatch(brick -> brick.peer().equals(id))) {
                    throw new CommandException(
                            CommandException.Kind.CONFLICT,
                            "Peer hosts one or more bricks. Detach the peer after the bricks are"
                                    + " removed or moved");
                }
            }
            var gone = peers.find(id).map(Peer::name).orElse(id.toString());
            pool.detach(id, force, List.<ClusterStore.Condition>of());
            events.report(EventType.PEER_DETACH, Map.of("host", gone));
        } catch (StoreException e) {
            throw CommandException.failed(e);
        } catch (PoolException e) {
            throw e.getCause() instanceof StoreException away
                    ? CommandException.failed(away)
                    : new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }
}
