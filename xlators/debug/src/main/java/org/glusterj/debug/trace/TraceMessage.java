package org.glusterj.debug.trace;

import java.util.List;
import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of trace: 105100 to 105199. */
enum TraceMessage implements Message {
    FOP(105101, Level.INFO, "a fop ended", "node", "unique", "fop", "about", "result", "micros");

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    TraceMessage(int id, Level level, String sentence, String... fields) {
        this.id = id;
        this.level = level;
        this.sentence = sentence;
        this.fields = List.of(fields);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public List<String> fields() {
        return fields;
    }
}
