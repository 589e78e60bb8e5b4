package org.glusterj.brick;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the brick process, 120000 to 120099, and of its management endpoint, 120100 to 120199. */
enum BrickMessage implements Message {
    BRICK_LISTENS(120000, Level.INFO, "bricks are served", "bricks", "address"),
    BRICK_STOPS(120001, Level.INFO, "bricks are no longer served", "bricks"),
    STOP_SLOW(120002, Level.WARN, "requests did not end in time, stopping anyway", "connections"),
    VOLFILE_NOT_TAKEN(120004, Level.ERROR, "the new volfile was not taken", "bricks"),
    SIGNIN_FAILED(120005, Level.WARN, "cannot sign in or out", "brick", "why"),
    HOST_LISTENS(120006, Level.INFO, "bricks are attached and detached here", "socket", "port"),
    BRICK_ATTACHED(120007, Level.INFO, "a brick is served", "brick", "volfile"),
    BRICK_RECONFIGURED(120008, Level.INFO, "a brick has new options", "brick", "volfile"),
    BRICK_DETACHED(120009, Level.INFO, "a brick is no longer served", "brick"),
    OPERATION_REFUSED(120010, Level.WARN, "an operation was refused", "procedure", "name", "why"),
    OPERATION_BUG(120011, Level.ERROR, "an operation failed", "procedure", "name"),
    BRICK_SICK(120012, Level.ERROR, "a brick went down by itself", "brick"),
    EVENT_UNTOLD(120013, Level.WARN, "an event of a client was not told", "brick", "why"),
    MANAGEMENT_LISTENS(120100, Level.INFO, "volfiles are handed out", "address"),
    VOLFILE_UNKNOWN(120101, Level.WARN, "no volfile of that name", "key", "address"),
    SIGNIN_REFUSED(120102, Level.WARN, "a brick may not sign in", "brick", "port", "address");

    private final Text text;

    BrickMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
