package org.glusterj.features.trash;

import java.util.List;
import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of trash: 102300 to 102399. */
enum TrashMessage implements Message {
    NOT_KEPT(
            102301, Level.WARN, "removed without being kept in the trash", "node", "path", "errno"),
    NOT_TAKEN_BACK(
            102302, Level.WARN, "stays in the trash, and where it was", "node", "path", "errno");

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    TrashMessage(int id, Level level, String sentence, String... fields) {
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
