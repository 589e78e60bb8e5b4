package org.glusterj.gfapi;

import java.util.List;
import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the embedded client, 104000 to 104999; 104002 to 104004 were used. */
enum GfapiMessage implements Message {
    MOUNTED(104001, Level.INFO, "volume mounted", "volume", "server");

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
