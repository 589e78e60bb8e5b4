package org.glusterj.features.bitrot;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the bitrot stub: 102500 to 102599. */
enum BitrotMessage implements Message {
    DAMAGED(102501, Level.ERROR, "a file is damaged and is shut out", "node", "gfid"),
    QUARANTINE(
            102502,
            Level.WARN,
            "the list of damaged files does not have what it should",
            "node",
            "gfid",
            "why");

    private final Text text;

    BitrotMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
