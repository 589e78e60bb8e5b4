package org.glusterj.features.changelog;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of changelog: 102400 to 102499. */
enum ChangelogMessage implements Message {
    OPENED(102401, Level.INFO, "changes are recorded", "node", "directory", "htime"),
    NOT_RECORDED(
            102402,
            Level.ERROR,
            "a change is not in the journal, nor are later ones until the journal can be written",
            "node",
            "file",
            "why"),
    RECORDED_AGAIN(
            102403,
            Level.WARN,
            "the journal can be written again, after changes it does not have",
            "node",
            "lost"),
    SLICE_FAILED(102404, Level.ERROR, "cannot end a slice of the journal", "node", "file", "why");

    private final Text text;

    ChangelogMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
