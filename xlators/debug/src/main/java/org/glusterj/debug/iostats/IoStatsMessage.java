package org.glusterj.debug.iostats;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of io-stats: 105000 to 105099. */
enum IoStatsMessage implements Message {
    DUMP_WRITTEN(105001, Level.INFO, "profile written", "file"),
    DUMP_FAILED(105002, Level.WARN, "profile could not be written", "file");

    private final Text text;

    IoStatsMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
