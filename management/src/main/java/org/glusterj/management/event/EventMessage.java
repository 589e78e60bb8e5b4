package org.glusterj.management.event;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of events, 106300 to 106319. */
enum EventMessage implements Message {
    EVENTS_LOST(106300, Level.WARN, "events could not be written to the pool", "count", "why"),
    EVENTS_NOT_TRIMMED(106301, Level.DEBUG, "old events are still in the pool", "why"),
    DATAGRAMS_TAKEN(106302, Level.INFO, "events of processes are taken", "address"),
    NO_DATAGRAMS(106303, Level.WARN, "events of processes are not taken", "address", "why"),
    DATAGRAM_STRANGE(106304, Level.DEBUG, "a datagram is no event", "from", "why");

    private final Text text;

    EventMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
