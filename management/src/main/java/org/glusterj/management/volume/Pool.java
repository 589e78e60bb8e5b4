package org.glusterj.management.volume;

import java.util.List;
import java.util.UUID;
import org.glusterj.management.model.Peer;

/** The nodes of the pool as commands see them. Messages of refusals are stock's. Thread-safe. */
public interface Pool {
    /** What a node is for the pool's agreement. */
    enum Role {
        /** Its vote counts, and it leads. */
        LEADER,
        VOTER,
        /** It follows, and its vote does not count. */
        LEARNER
    }

    /** @param online whether it answered lately */
    record Node(Peer peer, boolean online, boolean self, Role role) {}

    List<Node> nodes() throws CommandException;

    /**
     * Takes the node at {@code host} in.
     *
     * @return it; this node or one that is in the pool already changes nothing
     */
    Node add(String host) throws CommandException;

    /** @param force also one that does not answer */
    void remove(UUID id, boolean force) throws CommandException;
}
