package org.glusterj.management.peer;

import java.util.Map;
import java.util.UUID;

/**
 * What managers say to each other at the door, as JSON. It is asked from inside a pool only: nobody can ask to be
 * taken in.
 *
 * @param type {@link #WHO}: tell who you are; {@link #JOIN}: become {@code node} in {@code incarnation} of {@code
 * pool}; {@link
 *     #LEAVE}: {@code node} up to {@code incarnation} is no longer in {@code pool}
 * @param secret the pool's, hex. It gives the pool to whoever hears it: without TLS, whoever listens on the network
 * @param others members' addresses by name
 * @param visibleFrom the pool's revision now
 */
record Invitation(
        String type,
        UUID pool,
        String secret,
        UUID node,
        int incarnation,
        Map<String, String> others,
        long visibleFrom) {
    static final String WHO = "who";
    static final String JOIN = "join";
    static final String LEAVE = "leave";

    static Invitation who() {
        return new Invitation(WHO, null, null, null, 0, Map.of(), 0);
    }

    /**
     * The answer to each of them.
     *
     * @param member its name in its pool
     * @param obstacle why it cannot join another pool, or null
     * @param seenAs the asker's address, as it is seen here
     */
    record Answer(UUID node, UUID pool, String member, String obstacle, String seenAs) {}
}
