package org.glusterj.features.barrier;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * One closing of the barrier, until it is opened for good. Guarded by the monitor; who waits is bounded by the front.
 */
final class Gate {
    private static final Reply.Ok OPEN = new Reply.Ok(Xdata.NULL);

    private final List<Promise<Reply.Ok>> waiting = new ArrayList<>();
    private Environment.Timer timer;
    private boolean open;

    /** Returns when the gate is open. EINTR when the frame is cancelled before. */
    void await(Environment environment, Frame frame) throws FopException {
        var turn = new Promise<Reply.Ok>();
        synchronized (this) {
            if (open) {
                return;
            }
            waiting.add(turn);
        }
        try {
            turn.await(environment, frame);
        } finally {
            synchronized (this) {
                waiting.remove(turn);
            }
        }
    }

    synchronized void openBy(Environment.Timer byTimer) {
        timer = byTimer;
        if (open) {
            timer.cancel();
        }
    }

    void open() {
        List<Promise<Reply.Ok>> all;
        synchronized (this) {
            open = true;
            if (timer != null) {
                timer.cancel();
            }
            all = List.copyOf(waiting);
        }
        all.forEach(turn -> turn.ok(OPEN));
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
