package org.glusterj.features.utime;

import java.util.List;
import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of utime: 102000 to 102099. */
enum UtimeMessage implements Message {
    TIMES_NOT_STORED(102001, Level.DEBUG, "initial times could not be stored", "gfid", "errno");

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    UtimeMessage(int id, Level level, String sentence, String... fields) {
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
