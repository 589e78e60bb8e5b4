package org.glusterj.features.bitrot;

import java.util.List;
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

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    BitrotMessage(int id, Level level, String sentence, String... fields) {
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
