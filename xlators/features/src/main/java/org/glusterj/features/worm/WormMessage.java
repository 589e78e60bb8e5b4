package org.glusterj.features.worm;

import java.util.List;
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

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    WormMessage(int id, Level level, String sentence, String... fields) {
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
