package org.glusterj.management.volume;

import org.glusterj.management.Json;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;

/** Starts or stops a node's bricks of a volume; the arguments are the volume. Thread-safe. */
final class ServeBricks implements Action {
    static final String START = "bricks.start";
    static final String STOP = "bricks.stop";

    private final Bricks bricks;
    private final boolean start;

    ServeBricks(Bricks bricks, boolean start) {
        this.bricks = bricks;
        this.start = start;
    }

    @Override
    public String name() {
        return start ? START : STOP;
    }

    @Override
    public String perform(Call call) throws ActionException {
        var volume = volume(call);
        if (start) {
            bricks.start(volume);
        } else {
            bricks.stop(volume);
        }
        return "";
    }

    @Override
    public void undo(Call call) {
        bricks.settle(volume(call).name());
    }

    private static Volume volume(Call call) {
        return Json.MAPPER.readValue(call.arguments(), Volume.class);
    }
}
