package org.glusterj.features.sdfs;

import java.util.ArrayDeque;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.MustWait;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;

/**
 * A lock that is handed over in the order of arrival and whose wait ends when its request does. Not reentrant. Guarded
 * by the monitor; who waits is bounded by the front.
 */
final class Turn {
    private final ArrayDeque<Promise<Reply.Ok>> waiting = new ArrayDeque<>(0);
    private boolean taken;

    /**
     * Returns with the lock. EINTR when the frame is cancelled before, ETIMEDOUT past its deadline; a frame that may
     * not wait is left ({@link MustWait}).
     */
    void take(Environment environment, Frame frame) throws FopException {
        Promise<Reply.Ok> turn;
        synchronized (this) {
            if (!taken) {
                taken = true;
                return;
            }
            MustWait.unlessAllowed(frame);
            turn = new Promise<>();
            waiting.add(turn);
        }
        try {
            turn.await(environment, frame);
        } catch (FopException gaveUp) {
            synchronized (this) {
                waiting.remove(turn);
            }
            throw gaveUp;
        }
    }

    /** Gives the lock to the first who still waits. */
    synchronized void give() {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            if (next.complete(Reply.Ok.PLAIN)) {
                return;
            }
        }
        taken = false;
    }
}
