package org.glusterj.management.rest;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the REST interface, 106150 to 106179. */
enum RestMessage implements Message {
    REST_LISTENS(106150, Level.INFO, "REST requests are answered", "address"),
    HANDLER_BUG(106151, Level.ERROR, "a REST request failed", "method", "path"),
    TOKEN_REFUSED(106152, Level.WARN, "a REST request without a good token", "address", "why"),
    CONNECTION_BUG(106153, Level.DEBUG, "a REST connection failed", "why");

    private final Text text;

    RestMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
