package org.glusterj.features.worm;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of WORM: 102200 to 102299. */
enum WormMessage implements Message {
    STATE_LOST(
            102201,
            Level.ERROR,
            "the state of a file could not be stored; it is not protected",
            "node",
            "gfid",
            "errno");

    private final Text text;

    WormMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
