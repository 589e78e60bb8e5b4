package org.glusterj.fuse;

import java.time.Duration;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Log;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.fuse.kernel.KernelRequest;

/**
 * Advisory locks, posix and flock(2), which differ by owner only. A wait ends when the brick grants, or when the caller
 * is interrupted: then the brick is told to end it and its answer counts, so that no lock is granted behind the
 * caller's
 * back. Runs on the request's thread, waits on a virtual one.
 */
final class LockOps {
    private static final Log LOG = Log.of(LockOps.class);

    /** How long the brick gets to end an interrupted wait. */
    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private static final long TO_THE_END = Long.MAX_VALUE;

    private final Mount mount;
    private final Interrupts interrupts;

    LockOps(Mount mount, Interrupts interrupts) {
        this.mount = mount;
        this.interrupts = interrupts;
    }

    /** Whether the request may wait for another process: SETLKW, unless it unlocks. */
    static boolean waits(KernelRequest in) {
        return in.u32(32) != Flock.UNLOCK;
    }

    /**
     * All three: u64 fh 0, owner 8, start 16, end 24 (inclusive), u32 type 32, pid 36, lk_flags 40. GETLK's reply: the
     * lock from start on, 24 bytes.
     */
    void getlk(FuseRequest request) throws FopException {
        var in = request.in();
        var frame = mount.frame(request, in.u64(8));
        var op = new Fop.Lk(mount.fd(in.u64(0)), Flock.GETLK, flock(request), Xdata.NULL);
        var found = mount.call(frame, op).flock();
        var out = request.out().body(24).u32(16, found.type());
        if (found.type() != Flock.UNLOCK) {
            out.u64(0, found.start()).u64(8, found.end()).u32(20, found.pid());
        }
    }

    void setlk(FuseRequest request) throws FopException {
        var in = request.in();
        var frame = mount.frame(request, in.u64(8));
        mount.call(frame, new Fop.Lk(mount.fd(in.u64(0)), Flock.SETLK, flock(request), Xdata.NULL));
    }

    /** Waits for the lock; EINTR when the caller gave up first. */
    void setlkw(FuseRequest request) throws FopException {
        var in = request.in();
        var fd = mount.fd(in.u64(0));
        var op = new Fop.Lk(fd, Flock.SETLKW, flock(request), Xdata.NULL);
        var cancel = interrupts.expect(in.unique());
        try {
            var frame = mount.frame(request, LkOwner.of(in.u64(8)), Cancel.NEVER);
            var wait = new Promise<Reply.Lk>();
            mount.graph().top().start(frame, op, wait);
            cancel.onFire(() -> endWait(frame, fd, op.flock(), wait));
            wait.await(mount.environment(), frame);
        } finally {
            interrupts.forget(in.unique());
        }
    }

    /** Runs on the thread that read the INTERRUPT, so it only starts what must be done. */
    private void endWait(Frame frame, Fd fd, Flock flock, Promise<Reply.Lk> wait) {
        var environment = mount.environment();
        environment.spawn("end-lock-wait", () -> askBrickToEnd(frame, fd, flock));
        environment.schedule(
                END_WITHIN,
                "lock-wait-overdue",
                () -> {
                    if (wait.complete(new FopException(Errno.EINTR))) {
                        LOG.say(FuseMessage.LOCK_LATE, fd.inode());
                    }
                });
    }

    private void askBrickToEnd(Frame frame, Fd fd, Flock flock) {
        var name =
                "glusterfs.intrlk.tposix.kblocked."
                        + flock.whence()
                        + ","
                        + flock.start()
                        + "-"
                        + flock.len();
        try {
            var until = Deadline.after(mount.environment(), END_WITHIN);
            mount.call(frame.until(until), new Fop.Fgetxattr(fd, name, Xdata.NULL));
        } catch (FopException e) {
            // best effort: the overdue timer answers the caller if the brick does not
            LOG.say(FuseMessage.LOCK_LATE, e, fd.inode());
        }
    }

    private static Flock flock(FuseRequest request) {
        var in = request.in();
        long start = in.u64(16);
        long end = in.u64(24);
        long length = end == TO_THE_END ? 0 : end - start + 1;
        return new Flock(in.u32(32), 0, start, length, in.u32(36), LkOwner.of(in.u64(8)));
    }
}
