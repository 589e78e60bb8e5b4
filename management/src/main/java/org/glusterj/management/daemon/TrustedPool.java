package org.glusterj.management.daemon;

import java.util.List;
import java.util.UUID;
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

    /** @param name of this node, until the pool has one */
    TrustedPool(org.glusterj.management.peer.Pool pool, PeerRecords peers, String name) {
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
                                                s.peer().id().equals(pool.self())))
                        .toList();
        return all.isEmpty()
                ? List.of(new Node(new Peer(pool.self(), List.of(name)), true, true))
                : all;
    }

    @Override
    public Node add(String host) throws CommandException {
        try {
            var known = peers.byHost(host);
            if (known.isPresent() && known.get().equals(pool.self())) {
                return nodes().stream().filter(Node::self).findFirst().orElseThrow();
            }
            return new Node(pool.probe(host), true, false);
        } catch (PoolException | StoreException e) {
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
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
            pool.detach(id, force, List.<ClusterStore.Condition>of());
        } catch (PoolException | StoreException e) {
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }
}
