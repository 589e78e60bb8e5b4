package org.glusterj.management.peer;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the pool's membership, 106260 to 106279. */
enum PeerMessage implements Message {
    POOL_FOUNDED(106260, Level.INFO, "a pool of this node alone", "pool", "node"),
    POOL_JOINED(106261, Level.INFO, "this node joins a pool", "pool", "node", "incarnation"),
    POOL_LEFT(106262, Level.INFO, "this node was detached from its pool", "pool"),
    INVITATION_REFUSED(106263, Level.WARN, "an invitation to a pool was refused", "address", "why"),
    INVITED(106264, Level.INFO, "a node was invited", "node", "incarnation"),
    INVITE_FAILED(106265, Level.WARN, "a node cannot be invited", "node", "why"),
    MEMBERS_WANTED(106266, Level.INFO, "the members of the store are to change", "why", "voters"),
    MEMBERS_FAILED(106267, Level.WARN, "the members of the store do not change", "why"),
    RENEWED(106268, Level.WARN, "a node has to join anew", "node", "why"),
    PEER_AWAY(106269, Level.WARN, "a node of the pool does not answer", "node"),
    PEER_BACK(106270, Level.INFO, "a node of the pool answers again", "node"),
    ROUND_FAILED(106271, Level.WARN, "cannot look after the pool just now", "why"),
    LOG_LOST(
            106272,
            Level.ERROR,
            "the log of what this node was in its pool is lost; alone until it is taken in again",
            "directory",
            "member",
            "pool"),
    DIRECTORY_LOST(
            106273, Level.ERROR, "this node's directory is gone; it begins anew", "member", "pool");

    private final Text text;

    PeerMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
