package org.glusterj.management.store.wire;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the connections between managers, 106230 to 106239. */
enum WireMessage implements Message {
    LISTEN_FAILED(106230, Level.ERROR, "no longer listens for other managers", "address", "why"),
    ENDED(106231, Level.DEBUG, "a connection of another manager ended", "address", "why");

    private final Text text;

    WireMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
