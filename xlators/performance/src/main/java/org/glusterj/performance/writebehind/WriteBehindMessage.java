package org.glusterj.performance.writebehind;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of write-behind: 116000 to 116099. */
enum WriteBehindMessage implements Message {
    WRITE_FAILED(
            116001,
            Level.WARN,
            "a write failed that had been answered",
            "gfid",
            "offset",
            "bytes",
            "errno"),
    NOBODY_TOLD(
            116002,
            Level.ERROR,
            "a file was closed by whom nobody told that its write had failed",
            "gfid",
            "errno"),
    START_BUG(116003, Level.ERROR, "a write could not be started by a bug, it failed", "node");

    private final Text text;

    WriteBehindMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
