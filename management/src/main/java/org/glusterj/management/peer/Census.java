package org.glusterj.management.peer;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Who does what in the pool, as its leader last wrote it to the store, under {@code pool/census}.
 *
 * @param learners who follow and do not vote
 * @param away who do not answer the leader
 */
public record Census(
        UUID leader, SortedSet<UUID> voters, SortedSet<UUID> learners, SortedSet<UUID> away) {
    public static final String KEY = "pool/census";

    /** How many of the voters that answer may still fail before the pool can no longer change. */
    public int survives() {
        var answering = new TreeSet<>(voters);
        answering.removeAll(away);
        return Math.max(0, answering.size() - (voters.size() / 2 + 1));
    }

    static Census nobody() {
        return new Census(null, new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }
}
