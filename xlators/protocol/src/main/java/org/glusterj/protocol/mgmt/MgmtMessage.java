package org.glusterj.protocol.mgmt;

import java.util.List;
import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the management client, 106100 to 106199. */
enum MgmtMessage implements Message {
    SERVER_FAILED(106100, Level.WARN, "management server failed, trying the next", "server", "why"),
    DISCONNECTED(106101, Level.WARN, "lost the management server", "server", "why"),
    RECONNECTED(106102, Level.INFO, "connected to the management server", "server"),
    LISTENER_BUG(106103, Level.ERROR, "handling a changed volfile failed", "server");

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    MgmtMessage(int id, Level level, String sentence, String... fields) {
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
