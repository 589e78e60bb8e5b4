package org.glusterj.features.index;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the index: 102800 to 102899. */
enum IndexMessage implements Message {
    NOT_ENTERED(
            102801,
            Level.ERROR,
            "an object that needs healing is not in the index, only a full crawl finds it",
            "node",
            "list",
            "gfid",
            "why"),
    NOT_REMOVED(
            102802,
            Level.WARN,
            "an entry stays in the index although its object is healthy",
            "node",
            "list",
            "entry",
            "why");

    private final Text text;

    IndexMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
