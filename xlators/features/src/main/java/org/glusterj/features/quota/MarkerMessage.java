package org.glusterj.features.quota;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of marker: 102600 to 102699. */
enum MarkerMessage implements Message {
    NOT_COUNTED(
            102601, Level.WARN, "a directory's use is not counted now", "node", "gfid", "errno"),
    COUNTED_ANEW(
            102602, Level.INFO, "a directory's use was counted anew", "node", "gfid", "was", "is");

    private final Text text;

    MarkerMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
