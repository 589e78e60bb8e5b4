package org.glusterj.features.utime;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of utime: 102000 to 102099. */
enum UtimeMessage implements Message {
    TIMES_NOT_STORED(102001, Level.DEBUG, "initial times could not be stored", "gfid", "errno");

    private final Text text;

    UtimeMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
