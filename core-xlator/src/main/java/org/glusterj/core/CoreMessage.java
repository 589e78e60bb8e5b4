package org.glusterj.core;

import org.slf4j.event.Level;

/** Log messages of graphs and options, 100000 to 100999. */
enum CoreMessage implements Message {
    OPTION_TWICE(100001, Level.WARN, "option given twice, the later one counts", "node", "key"),
    OPTION_UNKNOWN(100002, Level.WARN, "option not known, ignored", "node", "type", "key"),
    PASSES_THROUGH(
            100003, Level.INFO, "translator not written yet, passes through", "node", "type"),
    STATEDUMP_WRITTEN(100010, Level.INFO, "statedump written", "file"),
    STATEDUMP_FAILED(100011, Level.ERROR, "statedump could not be written", "directory"),
    FILES_STAY(100020, Level.INFO, "open files stay with their former graph", "files"),
    LOCKS_STAY(
            100021,
            Level.WARN,
            "the brick hands locks over to no new connection, the file stays with the former graph",
            "gfid",
            "errno"),
    LOCK_LATE(100022, Level.WARN, "the brick did not answer the end of a lock wait", "gfid");

    private final Text text;

    CoreMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
