package org.glusterj.protocol.server;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of protocol/server, 115500 to 115999. */
enum ServerMessage implements Message {
    CLIENT_ACCEPTED(
            115500, Level.INFO, "client connected", "client", "address", "brick", "version"),
    CLIENT_REFUSED(115501, Level.WARN, "client refused", "address", "brick", "reason"),
    CLIENT_GONE(115502, Level.INFO, "client disconnected", "client", "brick"),
    FOP_BUG(115503, Level.ERROR, "fop failed by a bug, answered EIO", "fop", "client", "gfid"),
    REPLY_BUG(115504, Level.ERROR, "reply could not be encoded, answered EIO", "fop", "client"),
    WORK_REFUSED(115505, Level.WARN, "io-threads take no more work", "fop", "client"),
    BODY_UNDECODABLE(115506, Level.WARN, "request could not be decoded", "fop", "client", "why"),
    CALL_UNKNOWN(
            115507,
            Level.WARN,
            "call to something not served here",
            "address",
            "program",
            "version",
            "procedure"),
    CLEANUP_BUG(115508, Level.ERROR, "cleaning up after a client failed", "client"),
    MEMORY_UNKNOWN(
            115509, Level.INFO, "the disk cannot name its memory of this start", "brick", "errno");

    private final Text text;

    ServerMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
