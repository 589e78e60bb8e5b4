package org.glusterj.fuse;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;
import org.glusterj.core.SetIdBits;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.glusterj.fuse.kernel.KernelReply;

/**
 * Attributes, link targets, permissions and figures. Stateless beyond the {@link Mount}; runs on the request's
 * thread.
 */
final class AttrOps {
    private static final int WRITE_ACCESS = 2;
    private static final int SET_GID = 02000;
    private static final int FH_GIVEN = 1;
    private static final int TARGET_MAX = 4095;
    private static final int STATFS_BYTES = 80;

    // SETATTR's valid bits
    private static final int MODE = 1;
    private static final int UID = 2;
    private static final int GID = 4;
    private static final int SIZE = 8;
    private static final int ATIME = 0x10;
    private static final int MTIME = 0x20;
    private static final int FH = 0x40;
    private static final int ATIME_NOW = 0x80;
    private static final int MTIME_NOW = 0x100;
    private static final int CTIME = 0x400;
    private static final int KILL_SUIDGID = 0x800;

    private final Mount mount;

    AttrOps(Mount mount) {
        this.mount = mount;
    }

    /** GETATTR: u32 flags 0 (1 = fh given), u64 fh 8. */
    void getattr(FuseRequest request) throws FopException {
        var in = request.in();
        var iatt = stat(request, (in.u32(0) & FH_GIVEN) != 0, in.u64(8));
        request.out().attributes(mount.attributes(iatt));
    }

    /** STATX: u32 getattr_flags 0, u64 fh 8, u32 sx_flags 16, sx_mask 20. */
    void statx(FuseRequest request) throws FopException {
        var in = request.in();
        var iatt = stat(request, (in.u32(0) & FH_GIVEN) != 0, in.u64(8));
        mount.attributes(iatt).putStatx(request.out());
    }

    private Iatt stat(FuseRequest request, boolean byHandle, long handle) throws FopException {
        var frame = mount.frame(request);
        if (byHandle) {
            return mount.call(frame, new Fop.Fstat(mount.fd(handle), Xdata.NULL)).iatt();
        }
        var inode = mount.inode(request);
        try {
            return mount.call(frame, new Fop.Stat(Loc.of(inode), Xdata.NULL)).iatt();
        } catch (FopException e) {
            var fd = mount.fdOfUnlinked(inode, e);
            return mount.call(frame, new Fop.Fstat(fd, Xdata.NULL)).iatt();
        }
    }

    /**
     * SETATTR: u32 valid 0, u64 fh 8, size 16, lock_owner 24, atime 32, mtime 40, ctime 48, u32 nsecs 56, 60, 64,
     * mode 68,
     * uid 76, gid 80. The kernel also asks to set nothing: before it changes the content of a file with set-uid, in the
     * name of the writer, who need not own it, and by chown(2) of neither user nor group. Both drop the bits.
     */
    void setattr(FuseRequest request) throws FopException {
        var in = request.in();
        int valid = in.u32(0);
        var inode = mount.inode(request);
        if ((valid & MODE) != 0 && (in.u32(68) & SET_GID) != 0) {
            // the kernel let set-gid pass; with outdated groups the brick would drop it without a
            // word
            mount.hasOtherGroups(request);
        }
        var frame = mount.frame(request);
        Iatt now = null;
        if ((valid & SIZE) != 0) {
            now = truncate(request, frame, inode, (valid & FH) != 0);
        }
        int mask = mask(valid);
        if (mask != 0) {
            now = set(frame, inode, wanted(request), mask);
        } else if (now == null) {
            now = stat(request, (valid & FH) != 0, in.u64(8));
            if (SetIdBits.fallWith(now) && mayChange(frame, inode, now)) {
                now = PrivilegeBits.dropAfterWrite(mount, inode, now);
            }
        }
        if ((valid & KILL_SUIDGID) != 0) {
            now = PrivilegeBits.dropAfterWrite(mount, inode, now);
        }
        mount.changed();
        request.out().attributes(mount.attributes(now));
    }

    /** Whether the caller is one whose writing drops set-uid; others may ask to set nothing too. */
    private boolean mayChange(Frame frame, Inode inode, Iatt now) throws FopException {
        if (frame.caller().isRoot() || frame.caller().uid() == now.uid()) {
            return true;
        }
        try {
            mount.call(frame, new Fop.Access(Loc.of(inode), WRITE_ACCESS, Xdata.NULL));
            return true;
        } catch (FopException e) {
            if (e.errno() == Errno.EACCES) {
                return false;
            }
            mount.fdOfUnlinked(inode, e);
            return true;
        }
    }

    private Iatt set(Frame frame, Inode inode, Iatt wanted, int mask) throws FopException {
        try {
            var op = new Fop.Setattr(Loc.of(inode), wanted, mask, Xdata.NULL);
            return mount.call(frame, op).post();
        } catch (FopException e) {
            var fd = mount.fdOfUnlinked(inode, e);
            return mount.call(frame, new Fop.Fsetattr(fd, wanted, mask, Xdata.NULL)).post();
        }
    }

    private Iatt truncate(FuseRequest request, Frame frame, Inode inode, boolean byHandle)
            throws FopException {
        long size = request.in().u64(16);
        if (byHandle) {
            var fd = mount.fd(request.in().u64(8));
            return mount.call(frame, new Fop.Ftruncate(fd, size, Xdata.NULL)).post();
        }
        return mount.callByGfid(frame, new Fop.Truncate(Loc.of(inode), size, Xdata.NULL)).post();
    }

    private static int mask(int valid) {
        int mask = 0;
        mask |= (valid & MODE) != 0 ? SetattrMask.MODE : 0;
        mask |= (valid & UID) != 0 ? SetattrMask.UID : 0;
        mask |= (valid & GID) != 0 ? SetattrMask.GID : 0;
        mask |= (valid & ATIME) != 0 ? SetattrMask.ATIME : 0;
        mask |= (valid & MTIME) != 0 ? SetattrMask.MTIME : 0;
        mask |= (valid & CTIME) != 0 ? SetattrMask.CTIME : 0;
        mask |= (valid & ATIME_NOW) != 0 ? SetattrMask.ATIME_NOW : 0;
        mask |= (valid & MTIME_NOW) != 0 ? SetattrMask.MTIME_NOW : 0;
        return mask;
    }

    private static Iatt wanted(FuseRequest request) {
        var in = request.in();
        return new Iatt.Builder()
                .mode(in.u32(68) & 07777)
                .uid(in.u32(76))
                .gid(in.u32(80))
                .atime(in.u64(32), in.u32(56))
                .mtime(in.u64(40), in.u32(60))
                .ctime(in.u64(48), in.u32(64))
                .build();
    }

    /** READLINK: nothing; the reply is the target without NUL. */
    void readlink(FuseRequest request) throws FopException {
        var loc = Loc.of(mount.inode(request));
        var op = new Fop.Readlink(loc, TARGET_MAX + 1, Xdata.NULL);
        var target = Name.toBytes(mount.callByGfid(mount.frame(request), op).target());
        if (target.length > TARGET_MAX) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
        request.out().body(target.length).bytes(0, target);
    }

    /** ACCESS: u32 mask 0. Only sent when the kernel does not check by itself. */
    void access(FuseRequest request) throws FopException {
        var loc = Loc.of(mount.inode(request));
        mount.callByGfid(
                mount.frame(request), new Fop.Access(loc, request.in().u32(0), Xdata.NULL));
    }

    /** STATFS: u64 blocks 0, bfree 8, bavail 16, files 24, ffree 32, u32 bsize 40, namelen 44, frsize 48. */
    void statfs(FuseRequest request) throws FopException {
        var loc = Loc.of(mount.inode(request));
        var op = new Fop.Statfs(loc, Xdata.NULL);
        var figures = mount.callByGfid(mount.frame(request), op).statvfs();
        KernelReply out = request.out().body(STATFS_BYTES);
        out.u64(0, figures.blocks())
                .u64(8, figures.bfree())
                .u64(16, figures.bavail())
                .u64(24, figures.files())
                .u64(32, figures.ffree())
                .u32(40, (int) figures.bsize())
                .u32(44, (int) figures.namemax())
                .u32(48, (int) figures.frsize());
    }
}
