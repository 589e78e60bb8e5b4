package org.glusterj.management.volume;

import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;

/** Has a node's brick processes of a volume begin new log files. Thread-safe. */
final class RotateLogs implements Action {
    static final String NAME = "bricks.log-rotate";

    /**
     * @param brick by number; null = all
     * @param seconds since 1970, behind the name of the file that was
     */
    record Arguments(UUID volume, Integer brick, long seconds) {}

    private final Bricks bricks;

    RotateLogs(Bricks bricks) {
        this.bricks = bricks;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) throws ActionException {
        var asked = Json.MAPPER.readValue(call.arguments(), Arguments.class);
        bricks.rotateLogs(asked.volume(), asked.brick(), asked.seconds());
        return "";
    }

    @Override
    public void undo(Call call) {}
}
