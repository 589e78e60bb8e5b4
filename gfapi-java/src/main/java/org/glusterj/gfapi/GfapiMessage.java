package org.glusterj.gfapi;

import java.util.List;
import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the embedded client, 104000 to 104999. */
enum GfapiMessage implements Message {
    MOUNTED(104001, Level.INFO, "volume mounted", "volume", "server"),
    VOLFILE_APPLIED(104002, Level.INFO, "changed options taken over", "volume"),
    VOLFILE_OTHER_SHAPE(
            104003,
            Level.WARN,
            "the volume's graph changed, which takes a new mount to follow",
            "volume"),
    VOLFILE_REFUSED(104004, Level.WARN, "changed volfile not taken over", "volume", "reason");

    private final int id;
    private final Level level;
    private final String sentence;
    private final List<String> fields;

    GfapiMessage(int id, Level level, String sentence, String... fields) {
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
