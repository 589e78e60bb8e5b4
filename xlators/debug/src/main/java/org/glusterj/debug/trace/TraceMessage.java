package org.glusterj.debug.trace;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of trace: 105100 to 105199. */
enum TraceMessage implements Message {
    FOP(105101, Level.INFO, "a fop ended", "node", "unique", "fop", "about", "result", "micros");

    private final Text text;

    TraceMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
