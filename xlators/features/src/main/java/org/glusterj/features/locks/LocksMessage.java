package org.glusterj.features.locks;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of locks: 108000 to 108099. */
enum LocksMessage implements Message {
    REVOKED(
            108001,
            Level.WARN,
            "internal locks were taken away",
            "xlator",
            "gfid",
            "domain",
            "held",
            "waiting");

    private final Text text;

    LocksMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
