package org.glusterj.protocol.client;

import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.Frame;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Waits for a lock that may block. When the waiter has given up (deadline, interrupt) before the brick grants it, the
 * grant is undone at once, so that no lock stays without a holder.
 */
final class LatePromise<R extends Reply> extends Promise<R> {
    private static final int ENTRYLK_LOCK = 0;
    private static final int ENTRYLK_UNLOCK = 1;

    private final ProtocolClient client;
    private final Frame frame;
    private final Fop<?> unlock;

    private LatePromise(ProtocolClient client, Frame frame, Fop<?> unlock) {
        this.client = client;
        this.frame = frame;
        this.unlock = unlock;
    }

    /** The promise that fits {@code op}. */
    static <R extends Reply> Promise<R> of(ProtocolClient client, Frame frame, Fop<R> op) {
        var unlock = unlockOf(op);
        return unlock == null ? new Promise<>() : new LatePromise<>(client, frame, unlock);
    }

    /** What undoes {@code op}; null when it is no lock that may wait. */
    static Fop<?> unlockOf(Fop<?> op) {
        return switch (op) {
            case Fop.Lk lk when waits(lk.cmd(), lk.flock()) ->
                    new Fop.Lk(lk.fd(), Flock.SETLK, unlocked(lk.flock()), Xdata.NULL);
            case Fop.Inodelk lk when waits(lk.cmd(), lk.flock()) ->
                    new Fop.Inodelk(
                            lk.volume(), lk.loc(), Flock.SETLK, unlocked(lk.flock()), Xdata.NULL);
            case Fop.Finodelk lk when waits(lk.cmd(), lk.flock()) ->
                    new Fop.Finodelk(
                            lk.volume(), lk.fd(), Flock.SETLK, unlocked(lk.flock()), Xdata.NULL);
            case Fop.Entrylk lk when lk.cmd() == ENTRYLK_LOCK ->
                    new Fop.Entrylk(
                            lk.volume(),
                            lk.loc(),
                            lk.basename(),
                            lk.wholeDirectory(),
                            ENTRYLK_UNLOCK,
                            lk.lockType(),
                            Xdata.NULL);
            case Fop.Fentrylk lk when lk.cmd() == ENTRYLK_LOCK ->
                    new Fop.Fentrylk(
                            lk.volume(),
                            lk.fd(),
                            lk.basename(),
                            lk.wholeDirectory(),
                            ENTRYLK_UNLOCK,
                            lk.lockType(),
                            Xdata.NULL);
            default -> null;
        };
    }

    private static boolean waits(int cmd, Flock flock) {
        return cmd == Flock.SETLKW && flock.type() != Flock.UNLOCK;
    }

    private static Flock unlocked(Flock flock) {
        return new Flock(
                Flock.UNLOCK,
                flock.whence(),
                flock.start(),
                flock.len(),
                flock.pid(),
                flock.owner());
    }

    @Override
    public void ok(R reply) {
        if (!complete(reply)) {
            client.undo(frame, unlock);
        }
    }
}
