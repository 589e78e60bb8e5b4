package org.glusterj.protocol.client;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of protocol/client, 114000 to 114999. */
enum ClientMessage implements Message {
    CONNECTED(114000, Level.INFO, "connected to the brick", "client", "brick", "address"),
    DISCONNECTED(114001, Level.WARN, "lost the connection to the brick", "client", "why"),
    NOT_CONNECTED(114002, Level.WARN, "cannot reach the brick, trying on", "client", "why"),
    REFUSED(114003, Level.ERROR, "the brick refuses this client", "client", "errno", "why"),
    BRICK_DOWN(114004, Level.WARN, "the brick says that it is down", "client"),
    BRICK_UP(114005, Level.INFO, "the brick says that it is up", "client"),
    OTHER_VOLUME(
            114006,
            Level.ERROR,
            "the brick belongs to another volume now",
            "client",
            "expected",
            "found"),
    PING_TIMEOUT(114007, Level.WARN, "the brick has been silent too long", "client", "seconds"),
    REOPEN_FAILED(114008, Level.WARN, "cannot re-open a file", "client", "gfid", "errno"),
    REPLY_UNDECODABLE(114009, Level.ERROR, "reply could not be decoded", "client", "fop", "why"),
    REQUESTS_EXPIRED(114010, Level.WARN, "requests got no reply in time", "client", "count"),
    CALLBACK_UNDECODABLE(
            114011, Level.WARN, "callback could not be decoded", "client", "procedure", "why"),
    EVENTS_LOST(
            114012,
            Level.ERROR,
            "too many callbacks wait, dropping the connection",
            "client",
            "waiting"),
    CALL_REJECTED(114013, Level.WARN, "the brick rejects a call", "client", "fop", "stat"),
    EVENT_BUG(114014, Level.ERROR, "handling an event failed", "client", "event"),
    MEMORY_LOST(
            114015,
            Level.WARN,
            "the brick's disk was started anew, what was not synced may be lost",
            "client");

    private final Text text;

    ClientMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
