package org.glusterj.management.volume;

import java.util.List;
import java.util.UUID;
import org.glusterj.management.model.Peer;
import org.glusterj.management.store.StoreException;

/** The pool of a manager whose store is its own: one node. Thread-safe. */
public final class LonePool implements Pool {
    private final PeerRecords peers;
    private final Peer self;

    public LonePool(PeerRecords peers, Peer self) {
        this.peers = peers;
        this.self = self;
    }

    @Override
    public List<Node> nodes() {
        return List.of(new Node(self, true, true, Role.LEADER));
    }

    @Override
    public Node add(String host) throws CommandException {
        try {
            if (peers.byHost(host).isPresent()) {
                return new Node(self, true, true, Role.LEADER);
            }
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
        throw new CommandException(
                CommandException.Kind.FAILED,
                "this manager keeps its state on its own node only and takes no peers");
    }

    @Override
    public void remove(UUID id, boolean force) throws CommandException {
        if (id.equals(self.id())) {
            throw CommandException.invalid(self.name() + " is localhost");
        }
        throw new CommandException(CommandException.Kind.MISSING, id + " is not part of cluster");
    }
}
