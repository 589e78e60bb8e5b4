package org.glusterj.management.volume;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the volume commands, 106000 to 106029. */
enum VolumeMessage implements Message {
    COMMAND_DONE(106000, Level.INFO, "a command was carried out", "command", "volume"),
    COMMAND_FAILED(106001, Level.WARN, "a command failed", "command", "volume", "why"),
    MARK_LEFT(
            106002,
            Level.WARN,
            "a directory keeps the mark of a volume that was not made",
            "brick",
            "why"),
    BRICK_UNSETTLED(
            106003,
            Level.WARN,
            "a brick does not run with changed options yet",
            "volume",
            "number",
            "why");

    private final Text text;

    VolumeMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
