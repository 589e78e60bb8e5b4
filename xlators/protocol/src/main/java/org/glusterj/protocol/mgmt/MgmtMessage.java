package org.glusterj.protocol.mgmt;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the management client and of what it fetches, 106100 to 106199. */
enum MgmtMessage implements Message {
    SERVER_FAILED(106100, Level.WARN, "management server failed, trying the next", "server", "why"),
    DISCONNECTED(106101, Level.WARN, "lost the management server", "server", "why"),
    RECONNECTED(106102, Level.INFO, "connected to the management server", "server"),
    LISTENER_BUG(106103, Level.ERROR, "handling a changed volfile failed", "server"),
    VOLFILE_APPLIED(106104, Level.INFO, "new options of the volume are in force", "volume"),
    GRAPH_SWITCHED(106105, Level.INFO, "the volume's new graph serves now", "volume"),
    VOLFILE_REFUSED(106106, Level.ERROR, "new volfile refused, the old one stays", "volume", "why");

    private final Text text;

    MgmtMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
