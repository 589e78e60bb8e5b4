package org.glusterj.management.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.glusterj.management.store.wire.Pass;

/**
 * As what a node takes part in a pool. A node that left and comes again, or lost its memory, is another member:
 * Raft relies on members remembering what they promised.
 *
 * @param incarnation grows each time that {@code node} becomes a member, from 1
 * @param founder whether this member began the pool, alone
 * @param others addresses of members by name when this one joined; may be old
 */
public record Membership(
        UUID pool,
        byte[] secret,
        UUID node,
        int incarnation,
        boolean founder,
        Map<String, String> others) {
    public Membership {
        others = Map.copyOf(others);
        if (incarnation < 1) {
            throw new IllegalArgumentException("incarnation " + incarnation);
        }
    }

    /** {@code UUID.INCARNATION}. */
    public String name() {
        return name(node, incarnation);
    }

    /** Of this member's log, in the {@code directory} of the store. */
    public Path home(Path directory) {
        return directory.resolve(pool + "." + incarnation);
    }

    public Pass pass() {
        return new Pass(pool, secret, name());
    }

    public static String name(UUID node, int incarnation) {
        return node + "." + incarnation;
    }

    /** @throws IllegalArgumentException when {@code name} is no member's */
    public static UUID node(String name) {
        return UUID.fromString(name.substring(0, Math.max(0, name.indexOf('.'))));
    }

    @Override
    public String toString() {
        return name() + " of pool " + pool;
    }
}
