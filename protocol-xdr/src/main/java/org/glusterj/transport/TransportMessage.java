package org.glusterj.transport;

import java.util.List;
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
            "queued");

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    TransportMessage(int id, Level level, String sentence, String... fields) {
        this.id = id;
        this.level = level;
        this.sentence = sentence;
        this.fields = List.of(fields);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public List<String> fields() {
        return fields;
    }
}
