package org.glusterj.gfapi;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the embedded client, 104000 to 104999; 104002 to 104004 were used. */
enum GfapiMessage implements Message {
    MOUNTED(104001, Level.INFO, "volume mounted", "volume", "server");

    private final Text text;

    GfapiMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
