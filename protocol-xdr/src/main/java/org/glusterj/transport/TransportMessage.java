package org.glusterj.transport;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the transport, 115000 to 115499. */
enum TransportMessage implements Message {
    RECORD_UNDECODABLE(
            115000, Level.WARN, "record is no RPC message, closing the connection", "peer", "why"),
    HANDLER_BUG(115001, Level.ERROR, "handling a record failed, closing the connection", "peer"),
    CONNECTION_FAILED(115002, Level.DEBUG, "connection failed", "peer", "why"),
    TLS_FAILED(115003, Level.WARN, "TLS handshake failed", "peer", "why"),
    TOO_MANY_CONNECTIONS(115004, Level.WARN, "too many connections, refused one", "port", "peer"),
    PEER_TOO_SLOW(
            115005, Level.WARN, "peer does not read, closing the connection", "peer", "queued"),
    MEMORY_SHORT(
            115006,
            Level.WARN,
            "clients hold too much memory, closing the connection to blame",
            "peer",
            "queued"),
    SOCKET_LEFT(115007, Level.WARN, "a unix socket could not be removed", "path");

    private final Text text;

    TransportMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
