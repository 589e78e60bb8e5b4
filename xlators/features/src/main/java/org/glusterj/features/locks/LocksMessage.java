package org.glusterj.features.locks;

import java.util.List;
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

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    LocksMessage(int id, Level level, String sentence, String... fields) {
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
