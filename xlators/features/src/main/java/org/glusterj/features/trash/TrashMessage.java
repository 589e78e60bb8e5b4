package org.glusterj.features.trash;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of trash: 102300 to 102399. */
enum TrashMessage implements Message {
    NOT_KEPT(
            102301, Level.WARN, "removed without being kept in the trash", "node", "path", "errno"),
    NOT_TAKEN_BACK(
            102302, Level.WARN, "stays in the trash, and where it was", "node", "path", "errno");

    private final Text text;

    TrashMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
