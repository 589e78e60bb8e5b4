package org.glusterj.debug.iostats;

import java.util.List;
import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of io-stats: 105000 to 105099. */
enum IoStatsMessage implements Message {
    DUMP_WRITTEN(105001, Level.INFO, "profile written", "file"),
    DUMP_FAILED(105002, Level.WARN, "profile could not be written", "file");

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    IoStatsMessage(int id, Level level, String sentence, String... fields) {
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
