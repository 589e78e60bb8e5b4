package org.glusterj.fuse;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Log;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.Opcode;
import org.glusterj.linux.LinuxErrno;

/**
 * Runs requests: opcode to family, errno to reply, and what an undelivered reply granted back to where it came from. A
 * bug answers EIO and is logged; nothing leaves a request unanswered. Stateless beyond the {@link Mount}; runs on the
 * request's thread.
 */
final class FuseOps {
    private static final Log LOG = Log.of(FuseOps.class);

    private static final FopException UNKNOWN_OPERATION = new FopException(Errno.ENOSYS);

    private final Mount mount;
    private final Interrupts interrupts = new Interrupts();
    private final ReplyBuffer.Pool buffers;
    private final EntryOps entries;
    private final AttrOps attributes;
    private final FileOps files;
    private final DirOps directories;
    private final XattrOps xattrs;
    private final LockOps locks;

    FuseOps(Mount mount, ReplyBuffer.Pool buffers) {
        this.mount = mount;
        this.buffers = buffers;
        entries = new EntryOps(mount);
        attributes = new AttrOps(mount);
        files = new FileOps(mount);
        directories = new DirOps(mount);
        xattrs = new XattrOps(mount);
        locks = new LockOps(mount, interrupts);
    }

    /** Handles a request that gets no reply, on the reader; false when {@code in} is another one. */
    boolean takeSilent(KernelRequest in) {
        switch (in.opcode()) {
            case Opcode.FORGET -> mount.nodes().forget(in.nodeId(), in.u64(0));
            case Opcode.BATCH_FORGET -> forgetBatch(in);
            case Opcode.INTERRUPT -> interrupts.interrupt(in.u64(0));
            case Opcode.NOTIFY_REPLY -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    /** BATCH_FORGET: u32 count 0; from 8 on count times u64 nodeid, u64 nlookup. */
    private void forgetBatch(KernelRequest in) {
        int count = Math.min(in.u32(0), (in.size() - 8) / 16);
        for (int i = 0; i < count; i++) {
            mount.nodes().forget(in.u64(8 + 16 * i), in.u64(16 + 16 * i));
        }
    }

    /** Whether the request may have to wait for another process. */
    static boolean waitsForOthers(KernelRequest in) {
        return in.opcode() == Opcode.SETLKW && LockOps.waits(in);
    }

    /** Whether the request is answered without asking the graph, as far as the opcode tells. */
    boolean isLocal(KernelRequest in) {
        return switch (in.opcode()) {
            case Opcode.GETXATTR -> xattrs.isLocal(in.text(8));
            case Opcode.IOCTL, Opcode.POLL, Opcode.DESTROY, Opcode.TMPFILE -> true;
            default -> false;
        };
    }

    /** Runs the request, answers it and closes it. Never throws for what a request does. */
    void run(FuseRequest request) {
        try {
            request.seen(mount.elsewhere());
            int errno = outcome(request);
            if (errno != 0) {
                request.undo(mount);
                sendFailure(request, errno);
            } else {
                sendSuccess(request);
            }
        } finally {
            request.close();
            buffers.give(request.answer());
        }
    }

    /** Answers a request that is not run at all. */
    void refuse(int device, long unique, int errno) {
        var answer = buffers.take();
        answer.sendFailure(device, unique, errno);
        buffers.give(answer);
    }

    /** Answers what was read into {@code buffer} and is no request. */
    void refuseMalformed(int device, ReadBuffer buffer, RuntimeException why) {
        LOG.say(FuseMessage.REQUEST_MALFORMED, why.toString());
        refuse(device, KernelRequest.uniqueOf(buffer.memory()), LinuxErrno.EIO);
    }

    private int outcome(FuseRequest request) {
        try {
            attempt(request);
            return 0;
        } catch (FopException e) {
            return number(e);
        } catch (RuntimeException | Error bug) {
            LOG.say(FuseMessage.REQUEST_BUG, bug, request.in());
            return Errno.EIO.code();
        }
    }

    /**
     * Runs the request, and once more when it was refused and the caller's groups are not those it was made with. A
     * WRITE was permitted at its open, and hands its content on.
     */
    private void attempt(FuseRequest request) throws FopException {
        try {
            dispatch(request);
        } catch (FopException e) {
            boolean refused = e.errno() == Errno.EACCES || e.errno() == Errno.EPERM;
            boolean write = request.in().opcode() == Opcode.WRITE;
            if (!refused || write || !mount.hasOtherGroups(request)) {
                throw e;
            }
            request.undo(mount);
            dispatch(request);
        }
    }

    /** What the kernel may hear: 1 to 511, and ENOSYS, which stops an operation for good, only from this class. */
    private static int number(FopException e) {
        if (e.errno() == Errno.ENOSYS && e != UNKNOWN_OPERATION) {
            return Errno.EOPNOTSUPP.code();
        }
        int errno = e.errno().code();
        return errno > 0 && errno < 512 ? errno : Errno.EIO.code();
    }

    private void dispatch(FuseRequest request) throws FopException {
        switch (request.in().opcode()) {
            case Opcode.LOOKUP -> entries.lookup(request);
            case Opcode.GETATTR -> attributes.getattr(request);
            case Opcode.SETATTR -> attributes.setattr(request);
            case Opcode.READLINK -> attributes.readlink(request);
            case Opcode.SYMLINK -> entries.symlink(request);
            case Opcode.MKNOD -> entries.mknod(request);
            case Opcode.MKDIR -> entries.mkdir(request);
            case Opcode.UNLINK -> entries.unlink(request);
            case Opcode.RMDIR -> entries.rmdir(request);
            case Opcode.RENAME -> entries.rename(request);
            case Opcode.LINK -> entries.link(request);
            case Opcode.OPEN -> files.open(request);
            case Opcode.READ -> files.read(request);
            case Opcode.WRITE -> files.write(request);
            case Opcode.STATFS -> attributes.statfs(request);
            case Opcode.RELEASE, Opcode.RELEASEDIR -> files.release(request);
            case Opcode.FSYNC -> files.fsync(request);
            case Opcode.SETXATTR -> xattrs.setxattr(request);
            case Opcode.GETXATTR -> xattrs.getxattr(request);
            case Opcode.LISTXATTR -> xattrs.listxattr(request);
            case Opcode.REMOVEXATTR -> xattrs.removexattr(request);
            case Opcode.FLUSH -> files.flush(request);
            case Opcode.OPENDIR -> directories.opendir(request);
            case Opcode.READDIR -> directories.readdir(request, false);
            case Opcode.READDIRPLUS -> directories.readdir(request, true);
            case Opcode.FSYNCDIR -> files.fsyncdir(request);
            case Opcode.GETLK -> locks.getlk(request);
            case Opcode.SETLK -> locks.setlk(request);
            case Opcode.SETLKW -> lockWaiting(request);
            case Opcode.ACCESS -> attributes.access(request);
            case Opcode.CREATE -> entries.create(request);
            default -> dispatchRare(request);
        }
    }

    private void dispatchRare(FuseRequest request) throws FopException {
        switch (request.in().opcode()) {
            case Opcode.FALLOCATE -> files.fallocate(request);
            case Opcode.LSEEK -> files.lseek(request);
            case Opcode.COPY_FILE_RANGE, Opcode.COPY_FILE_RANGE_64 -> files.copyFileRange(request);
            case Opcode.STATX -> attributes.statx(request);
            case Opcode.RENAME2 -> entries.rename2(request);
            case Opcode.DESTROY -> {}
            case Opcode.IOCTL -> throw new FopException(Errno.ENOTTY);
            // The kernel then stops asking and returns EOPNOTSUPP (TMPFILE) or its own answer (POLL
            // and what is not in the catalogue).
            default -> throw UNKNOWN_OPERATION;
        }
    }

    private void lockWaiting(FuseRequest request) throws FopException {
        if (LockOps.waits(request.in())) {
            locks.setlkw(request);
        } else {
            locks.setlk(request);
        }
    }

    private void sendSuccess(FuseRequest request) {
        long unique = request.in().unique();
        var content = request.content();
        long sent =
                content == null
                        ? request.answer().send(request.device(), unique)
                        : request.answer().send(request.device(), unique, content);
        if (sent < 0) {
            request.undo(mount);
            if (!isGone(sent)) {
                LOG.say(FuseMessage.REPLY_REFUSED, request.in(), LinuxErrno.text((int) sent));
                request.answer().sendFailure(request.device(), unique, Errno.EIO.code());
            }
        }
    }

    private void sendFailure(FuseRequest request, int errno) {
        long sent = request.answer().sendFailure(request.device(), request.in().unique(), errno);
        if (sent < 0 && !isGone(sent)) {
            LOG.say(FuseMessage.REPLY_REFUSED, request.in(), LinuxErrno.text((int) sent));
        }
    }

    /** Nobody waits for the reply any more: interrupted (ENOENT), unmounted (ENODEV) or aborted. */
    private static boolean isGone(long sent) {
        return sent == -LinuxErrno.ENOENT
                || sent == -LinuxErrno.ENODEV
                || sent == -LinuxErrno.ECONNABORTED
                || sent == -LinuxErrno.EBADF;
    }
}
