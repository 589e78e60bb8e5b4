package org.glusterj.fuse;

import org.glusterj.core.Cancel;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.LkOwner;
import org.glusterj.core.PatientLock;
import org.glusterj.core.Xdata;
import org.glusterj.fuse.kernel.KernelRequest;

/**
 * Locks of fcntl(2), of processes and of open files, and of flock(2); they differ by owner, and by a kind that our own
 * bricks look at. How a wait ends: {@link PatientLock}. Runs on the request's thread, waits on a virtual one.
 */
final class LockOps {
    /** In lk_flags. */
    private static final int FLOCK = 1;

    private static final Xdata OF_FCNTL = Xdata.EMPTY.withUint(Flock.KIND_KEY, Flock.KIND_FCNTL);
    private static final Xdata OF_FLOCK = Xdata.EMPTY.withUint(Flock.KIND_KEY, Flock.KIND_FLOCK);

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
        var op = new Fop.Lk(mount.fd(in.u64(0)), Flock.GETLK, flock(request), kind(request));
        var found = mount.call(frame, op).flock();
        var out = request.out().body(24).u32(16, found.type());
        if (found.type() != Flock.UNLOCK) {
            out.u64(0, found.start()).u64(8, found.end()).u32(20, found.pid());
        }
    }

    void setlk(FuseRequest request) throws FopException {
        var in = request.in();
        var frame = mount.frame(request, in.u64(8));
        var op = new Fop.Lk(mount.fd(in.u64(0)), Flock.SETLK, flock(request), kind(request));
        mount.live().lock(frame, op);
    }

    /** Waits for the lock; EINTR when the caller gave up first. */
    void setlkw(FuseRequest request) throws FopException {
        var in = request.in();
        var fd = mount.fd(in.u64(0));
        var op = new Fop.Lk(fd, Flock.SETLKW, flock(request), kind(request));
        var cancel = interrupts.expect(in.unique());
        try {
            var frame = mount.frame(request, LkOwner.of(in.u64(8)), Cancel.NEVER);
            new PatientLock(mount.live(), mount.environment(), frame, op, cancel).await();
        } finally {
            interrupts.forget(in.unique());
        }
    }

    private static Xdata kind(FuseRequest request) {
        return (request.in().u32(40) & FLOCK) != 0 ? OF_FLOCK : OF_FCNTL;
    }

    private static Flock flock(FuseRequest request) {
        var in = request.in();
        long start = in.u64(16);
        long end = in.u64(24);
        long length = end == TO_THE_END ? 0 : end - start + 1;
        return new Flock(in.u32(32), 0, start, length, in.u32(36), LkOwner.of(in.u64(8)));
    }
}
