package org.glusterj.cli.rebalance;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the rebalance process, 175000 to 175099. */
enum RebalanceMessage implements Message {
    CONTROL_FAILED(175001, Level.WARN, "connection of a manager failed", "why"),
    STATUS_NOT_WRITTEN(175002, Level.WARN, "last status could not be written", "file", "why");

    private final Text text;

    RebalanceMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
