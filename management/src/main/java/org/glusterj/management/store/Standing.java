package org.glusterj.management.store;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * How this node sees the store's members. Names are {@link Membership#name}.
 *
 * @param self this node's
 * @param part this node's in Raft: LEADER, FOLLOWER, CANDIDATE, LISTENER
 * @param leader whom this node follows
 * @param ready whether this node leads and has applied all that leaders before it committed
 * @param stable whether {@code voters} and {@code learners} are agreed on, and not just being changed
 * @param silence on the leader: since when each other member has not answered, in milliseconds
 */
public record Standing(
        String self,
        String part,
        Optional<String> leader,
        boolean ready,
        boolean stable,
        SortedSet<String> voters,
        SortedSet<String> learners,
        Map<String, Long> silence) {
    public boolean leads() {
        return part.equals("LEADER");
    }
}
