package org.glusterj.fuse;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.linux.FdSyscalls;
import org.glusterj.linux.OpenFlags;

/** Open files and their content. Stateless beyond the {@link Mount}; runs on the request's thread. */
final class FileOps {
    // flags of open_out
    private static final int DIRECT_IO = 1;
    private static final int KEEP_CACHE = 2;
    private static final int PARALLEL_DIRECT_WRITES = 64;

    private static final int LOCK_OWNER_VALID = 2;
    private static final int WRITE_CACHE = 1;
    private static final int WRITE_KILL_SUIDGID = 4;
    private static final int RELEASE_FLOCK = 2;

    private final Mount mount;

    FileOps(Mount mount) {
        this.mount = mount;
    }

    /** What open_out tells the kernel to do with a file's pages. */
    static int openFlags(FuseConfig config, int flags) {
        if (config.directIo() || (flags & OpenFlags.O_DIRECT) != 0) {
            return DIRECT_IO | PARALLEL_DIRECT_WRITES;
        }
        return config.keepCache() ? KEEP_CACHE : 0;
    }

    /** OPEN: u32 flags 0, open_flags 4. */
    void open(FuseRequest request) throws FopException {
        int flags = request.in().u32(0);
        var inode = mount.inode(request);
        Fd fd = mount.inodes().newFd(inode, flags);
        boolean opened = false;
        try {
            var op = new Fop.Open(Loc.of(inode), flags, fd, Xdata.NULL);
            mount.openByGfid(mount.frame(request), op, fd);
            long handle = mount.open(new Handle.OfFile(fd));
            request.opens(handle);
            opened = true;
            request.out().body(16).opened(0, handle, openFlags(mount.config(), flags));
        } finally {
            if (!opened) {
                fd.close();
            }
        }
    }

    /** READ: u64 fh 0, offset 8, u32 size 16, read_flags 20, u64 lock_owner 24, u32 flags 32. */
    void read(FuseRequest request) throws FopException {
        var in = request.in();
        int size = in.u32(16);
        var op = new Fop.Readv(mount.fd(in.u64(0)), in.u64(8), size, in.u32(32), Xdata.NULL);
        var content = mount.call(frame(request), op).data();
        request.attach(content);
        if (content.size() > size) {
            throw new FopException(Errno.EIO, "read more than asked: " + content.size());
        }
    }

    /**
     * WRITE: as READ, then the data. The kernel writes pages of a mapping through any writable handle of the file; an
     * appending one would put them at the end. So would one whose O_APPEND fcntl(2) took away meanwhile: {@code flags}
     * are those of now.
     */
    void write(FuseRequest request) throws FopException {
        var in = request.in();
        var fd = mount.fd(in.u64(0));
        boolean page = (in.u32(20) & WRITE_CACHE) != 0;
        boolean placed = page || (in.u32(32) & OpenFlags.O_APPEND) == 0;
        if (placed && (fd.flags() & OpenFlags.O_APPEND) != 0) {
            try (var placing = mount.placingFd(fd.inode())) {
                write(request, placing, in.u32(32) & ~OpenFlags.O_APPEND);
            }
        } else {
            write(request, fd, in.u32(32));
        }
    }

    private void write(FuseRequest request, Fd fd, int flags) throws FopException {
        var in = request.in();
        var op = new Fop.Writev(fd, in.u64(8), request.data(), flags, Xdata.NULL);
        var reply = mount.call(frame(request), op);
        mount.changed();
        if ((in.u32(20) & WRITE_KILL_SUIDGID) != 0) {
            PrivilegeBits.dropAfterWrite(mount, fd.inode(), reply.post());
        }
        request.out().body(8).u32(0, reply.count());
    }

    /** The frame of a READ or WRITE, which names a lock owner when mandatory locks may matter. */
    private Frame frame(FuseRequest request) {
        KernelRequest in = request.in();
        return (in.u32(20) & LOCK_OWNER_VALID) != 0
                ? mount.frame(request, in.u64(24))
                : mount.frame(request);
    }

    /** FLUSH: u64 fh 0, lock_owner 16. Sent at each close(2). */
    void flush(FuseRequest request) throws FopException {
        var in = request.in();
        var frame = mount.frame(request, in.u64(16));
        mount.call(frame, new Fop.Flush(mount.fd(in.u64(0)), Xdata.NULL));
    }

    /** FSYNC: u64 fh 0, u32 flags 8 (1 = data only). */
    void fsync(FuseRequest request) throws FopException {
        var in = request.in();
        boolean dataOnly = (in.u32(8) & 1) != 0;
        mount.call(mount.frame(request), new Fop.Fsync(mount.fd(in.u64(0)), dataOnly, Xdata.NULL));
    }

    /** FSYNCDIR: as FSYNC. */
    void fsyncdir(FuseRequest request) throws FopException {
        var in = request.in();
        boolean dataOnly = (in.u32(8) & 1) != 0;
        mount.call(
                mount.frame(request), new Fop.Fsyncdir(mount.fd(in.u64(0)), dataOnly, Xdata.NULL));
    }

    /**
     * RELEASE, RELEASEDIR: u64 fh 0, u32 flags 8, release_flags 12, u64 lock_owner 16. The kernel ignores the
     * result.
     */
    void release(FuseRequest request) throws FopException {
        var in = request.in();
        long handle = in.u64(0);
        try {
            if ((in.u32(12) & RELEASE_FLOCK) != 0) {
                unlockAll(request, mount.fd(handle), LkOwner.of(in.u64(16)));
            }
        } finally {
            mount.release(handle);
        }
    }

    private void unlockAll(FuseRequest request, Fd fd, LkOwner owner) throws FopException {
        var frame = mount.frame(request, owner, org.glusterj.core.Cancel.NEVER);
        var all = new Flock(Flock.UNLOCK, 0, 0, 0, request.in().pid(), owner);
        mount.live().lock(frame, new Fop.Lk(fd, Flock.SETLK, all, Xdata.NULL));
    }

    /** FALLOCATE: u64 fh 0, offset 8, length 16, u32 mode 24. */
    void fallocate(FuseRequest request) throws FopException {
        var in = request.in();
        var fd = mount.fd(in.u64(0));
        long offset = in.u64(8);
        long length = in.u64(16);
        var frame = mount.frame(request);
        switch (in.u32(24)) {
            case 0 -> mount.call(frame, new Fop.Fallocate(fd, 0, offset, length, Xdata.NULL));
            case FdSyscalls.FALLOC_FL_KEEP_SIZE ->
                    mount.call(frame, new Fop.Fallocate(fd, 1, offset, length, Xdata.NULL));
            case FdSyscalls.FALLOC_FL_KEEP_SIZE | FdSyscalls.FALLOC_FL_PUNCH_HOLE ->
                    mount.call(frame, new Fop.Discard(fd, offset, length, Xdata.NULL));
            case FdSyscalls.FALLOC_FL_ZERO_RANGE ->
                    mount.call(frame, new Fop.Zerofill(fd, offset, length, Xdata.NULL));
            case FdSyscalls.FALLOC_FL_ZERO_RANGE | FdSyscalls.FALLOC_FL_KEEP_SIZE ->
                    zeroWithinSize(frame, fd, offset, length);
            default -> throw new FopException(Errno.EOPNOTSUPP);
        }
        mount.changed();
    }

    /** No fop says so: zeroes what lies below the size, allocates what lies behind. */
    private void zeroWithinSize(Frame frame, Fd fd, long offset, long length) throws FopException {
        long size = mount.call(frame, new Fop.Fstat(fd, Xdata.NULL)).iatt().size();
        long below = Math.max(0, Math.min(length, size - offset));
        if (below > 0) {
            mount.call(frame, new Fop.Zerofill(fd, offset, below, Xdata.NULL));
        }
        if (below < length) {
            mount.call(frame, new Fop.Fallocate(fd, 1, offset + below, length - below, Xdata.NULL));
        }
    }

    /** LSEEK: u64 fh 0, offset 8, u32 whence 16 (3 data, 4 hole). */
    void lseek(FuseRequest request) throws FopException {
        var in = request.in();
        int what = in.u32(16) - FdSyscalls.SEEK_DATA;
        if (what != 0 && what != 1) {
            throw new FopException(Errno.EINVAL);
        }
        var op = new Fop.Seek(mount.fd(in.u64(0)), in.u64(8), what, Xdata.NULL);
        request.out().body(8).u64(0, mount.call(mount.frame(request), op).offset());
    }

    /**
     * COPY_FILE_RANGE and its 64-bit form: u64 fh_in 0, off_in 8, nodeid_out 16, fh_out 24, off_out 32, len 40, flags
     * 48. The count of both replies starts at 0.
     */
    void copyFileRange(FuseRequest request) throws FopException {
        var in = request.in();
        int length = (int) Math.min(in.u64(40), Integer.MAX_VALUE & ~4095);
        var op =
                new Fop.CopyFileRange(
                        mount.fd(in.u64(0)),
                        in.u64(8),
                        mount.fd(in.u64(24)),
                        in.u64(32),
                        length,
                        (int) in.u64(48),
                        Xdata.NULL);
        int copied = mount.call(mount.frame(request), op).count();
        mount.changed();
        request.out().body(8).u64(0, copied);
    }
}
