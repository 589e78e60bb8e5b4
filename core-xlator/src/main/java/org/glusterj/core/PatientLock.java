package org.glusterj.core;

import java.time.Duration;

/**
 * A lock request that may wait for another process, on one graph after the other. A wait ends when the brick grants or
 * refuses. When the caller gives up, or the graph goes, the brick is asked to end it, again and again as long as it has
 * not answered; only its answer to the wait counts, so that no lock is granted behind the caller's back. A brick that
 * says nothing at all is given up by the client below, which fails the wait. Runs on the caller's thread; the brick is
 * asked from another.
 */
public final class PatientLock {
    /** How long the brick gets to answer a request to end a wait. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    /** Pauses between such requests, each twice as long as the one before: one may overtake the wait itself. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

    private static final Log LOG = Log.of(PatientLock.class);

    private final LiveGraph live;
    private final Environment environment;
    private final Frame frame;
    private final Fop.Lk op;
    private final Cancel cancel;

    /**
     * @param frame not cancelled by anything
     * @param cancel fires when the caller gives up
     */
    public PatientLock(
            LiveGraph live, Environment environment, Frame frame, Fop.Lk op, Cancel cancel) {
        this.live = live;
        this.environment = environment;
        this.frame = frame;
        this.op = op;
        this.cancel = cancel;
    }

    /** Returns with the lock; EINTR when the caller gave up first. */
    public Reply.Lk await() throws FopException {
        while (true) {
            var wait = live.beginWait(frame, op);
            Runnable end = () -> end(wait);
            cancel.onFire(end);
            wait.moving().onFire(end);
            try {
                return wait.outcome().await(environment, frame);
            } catch (FopException e) {
                boolean moves = wait.moving().isFired() && !cancel.isFired();
                if (e.errno() != Errno.EINTR || !moves) {
                    throw e;
                }
            } finally {
                cancel.forget(end);
                live.endWait(wait);
            }
        }
    }

    /** Runs on the thread that gave up, so it only starts what must be done. */
    private void end(LiveGraph.LockWait wait) {
        environment.spawn("end-lock-wait", () -> endNow(wait));
    }

    /** Bounded by the wait, which the brick or the end of its connection ends. */
    private void endNow(LiveGraph.LockWait wait) {
        var pause = FIRST_PAUSE;
        boolean said = false;
        while (!wait.outcome().isDone()) {
            var why = askBrickToEnd(wait);
            if (why != null && !wait.outcome().isDone() && !said) {
                said = true;
                LOG.say(CoreMessage.LOCK_LATE, why, op.fd().gfid());
            }
            environment.parkUntil(Deadline.after(environment, pause).nanoTime());
            pause = pause.compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
    }

    /** What went wrong, or null. */
    private FopException askBrickToEnd(LiveGraph.LockWait wait) {
        var flock = op.flock();
        var name =
                "glusterfs.intrlk.tposix.kblocked."
                        + flock.whence()
                        + ","
                        + flock.start()
                        + "-"
                        + flock.len();
        try {
            var until = Deadline.after(environment, ANSWER_WITHIN);
            wait.call(frame.until(until), new Fop.Fgetxattr(op.fd(), name, Xdata.NULL));
            return null;
        } catch (FopException why) {
            return why;
        }
    }
}
