package org.glusterj.fuse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Name;
import org.glusterj.core.Payload;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import ru.serce.jnrfuse.FuseFillDir;
import ru.serce.jnrfuse.FuseStubFS;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.FuseFileInfo;
import ru.serce.jnrfuse.struct.Statvfs;
import ru.serce.jnrfuse.struct.Timespec;

/**
 * libfuse's callbacks. Each runs on one of libfuse's own threads, attached to the JVM for the call, and returns 0 or
 * more, or a negative error number; content is copied between libfuse's buffers and the stack's. Owns nothing.
 *
 * <p>No fsyncdir: jnr-fuse 0.5.8 declares it with an argument too few, so its structure would be a wrong address.
 */
final class JnrFileSystem extends FuseStubFS {
    private static final long TIME_NOW = (1L << 30) - 1;
    private static final long TIME_OMIT = (1L << 30) - 2;
    private static final int ALL_BITS = -1;
    private static final int MAX_IO_BYTES = 1 << 20;
    private static final int MAX_XATTR_BYTES = 64 << 10;

    private final JnrCalls calls;
    private final Mount mount;
    private final java.lang.Runnable whenServed;

    /** Loads libfuse. */
    JnrFileSystem(Mount mount, java.lang.Runnable whenServed) {
        this.mount = mount;
        this.whenServed = whenServed;
        calls = new JnrCalls(mount);
    }

    /** Mounts and serves until the mount is gone; libfuse's exit code. */
    int serve(String[] arguments) {
        return libFuse.fuse_main_real(
                arguments.length, arguments, fuseOperations, Struct.size(fuseOperations), null);
    }

    private int run(JnrCalls.Work work) {
        return run(0, work);
    }

    private int run(long owner, JnrCalls.Work work) {
        var context = getContext();
        return calls.run(
                context.uid.intValue(),
                context.gid.intValue(),
                context.pid.intValue(),
                owner,
                work);
    }

    @Override
    public Pointer init(Pointer connection) {
        whenServed.run();
        return null;
    }

    @Override
    public int getattr(String path, FileStat stat) {
        return run(frame -> filled(stat, calls.stat(frame, path)));
    }

    @Override
    public int fgetattr(String path, FileStat stat, FuseFileInfo file) {
        return run(frame -> filled(stat, calls.stat(frame, file.fh.longValue())));
    }

    private static int filled(FileStat stat, Iatt iatt) {
        JnrStructs.put(stat, iatt);
        return 0;
    }

    /** The target goes out with its NUL, cut to the buffer as readlink(2) does. */
    @Override
    public int readlink(String path, Pointer buffer, long size) {
        return run(
                frame -> {
                    var target = calls.readlink(frame, path);
                    int length = (int) Math.min(target.length, size - 1);
                    buffer.put(0, target, 0, length);
                    buffer.putByte(length, (byte) 0);
                    return 0;
                });
    }

    @Override
    public int mknod(String path, long mode, long device) {
        return run(frame -> calls.mknod(frame, path, (int) mode, device));
    }

    @Override
    public int mkdir(String path, long mode) {
        return run(frame -> calls.mkdir(frame, path, (int) mode));
    }

    @Override
    public int unlink(String path) {
        return run(frame -> calls.remove(frame, path, false));
    }

    @Override
    public int rmdir(String path) {
        return run(frame -> calls.remove(frame, path, true));
    }

    @Override
    public int symlink(String target, String path) {
        return run(frame -> calls.symlink(frame, target, path));
    }

    @Override
    public int rename(String from, String to) {
        return run(frame -> calls.rename(frame, from, to));
    }

    @Override
    public int link(String from, String to) {
        return run(frame -> calls.link(frame, from, to));
    }

    @Override
    public int chmod(String path, long mode) {
        var wanted = new Iatt.Builder().mode((int) mode & 07777).build();
        return run(frame -> calls.setattr(frame, path, wanted, SetattrMask.MODE));
    }

    @Override
    public int chown(String path, long uid, long gid) {
        var wanted = new Iatt.Builder().uid((int) uid).gid((int) gid).build();
        int mask =
                ((int) uid == ALL_BITS ? 0 : SetattrMask.UID)
                        | ((int) gid == ALL_BITS ? 0 : SetattrMask.GID);
        return run(frame -> calls.setattr(frame, path, wanted, mask));
    }

    @Override
    public int utimens(String path, Timespec[] times) {
        long accessed = times[0].tv_nsec.longValue();
        long modified = times[1].tv_nsec.longValue();
        int mask =
                mask(accessed, SetattrMask.ATIME, SetattrMask.ATIME_NOW)
                        | mask(modified, SetattrMask.MTIME, SetattrMask.MTIME_NOW);
        var wanted =
                new Iatt.Builder()
                        .atime(times[0].tv_sec.longValue(), nanos(accessed))
                        .mtime(times[1].tv_sec.longValue(), nanos(modified))
                        .build();
        return run(frame -> calls.setattr(frame, path, wanted, mask));
    }

    private static int mask(long nanos, int set, int now) {
        if (nanos == TIME_OMIT) {
            return 0;
        }
        return nanos == TIME_NOW ? set | now : set;
    }

    private static int nanos(long nanos) {
        return nanos == TIME_NOW || nanos == TIME_OMIT ? 0 : (int) nanos;
    }

    @Override
    public int truncate(String path, long size) {
        return run(frame -> calls.truncate(frame, path, size));
    }

    @Override
    public int ftruncate(String path, long size, FuseFileInfo file) {
        return run(frame -> calls.truncate(frame, file.fh.longValue(), size));
    }

    @Override
    public int open(String path, FuseFileInfo file) {
        return run(frame -> opened(file, calls.open(frame, path, file.flags.intValue())));
    }

    @Override
    public int create(String path, long mode, FuseFileInfo file) {
        int flags = file.flags.intValue();
        return run(frame -> opened(file, calls.create(frame, path, (int) mode, flags)));
    }

    @Override
    public int opendir(String path, FuseFileInfo file) {
        return run(frame -> opened(file, calls.opendir(frame, path, file.flags.intValue())));
    }

    private static int opened(FuseFileInfo file, long handle) {
        file.fh.set(handle);
        return 0;
    }

    @Override
    public int read(String path, Pointer buffer, long size, long offset, FuseFileInfo file) {
        return run(frame -> read(frame, buffer, size, offset, file));
    }

    private int read(Frame frame, Pointer buffer, long size, long offset, FuseFileInfo file)
            throws FopException {
        int room = (int) Math.min(size, MAX_IO_BYTES);
        var fd = mount.fd(file.fh.longValue());
        var op = new Fop.Readv(fd, offset, room, file.flags.intValue(), Xdata.NULL);
        try (var reply = mount.call(frame, op)) {
            var bytes = reply.data().toBytes();
            if (bytes.length > room) {
                throw new FopException(Errno.EIO, "read more than asked: " + bytes.length);
            }
            buffer.put(0, bytes, 0, bytes.length);
            return bytes.length;
        }
    }

    @Override
    public int write(String path, Pointer buffer, long size, long offset, FuseFileInfo file) {
        return run(frame -> write(frame, buffer, size, offset, file));
    }

    private int write(Frame frame, Pointer buffer, long size, long offset, FuseFileInfo file)
            throws FopException {
        var bytes = new byte[(int) Math.min(size, MAX_IO_BYTES)];
        buffer.get(0, bytes, 0, bytes.length);
        var fd = mount.fd(file.fh.longValue());
        try (var data = Payload.copyOf(bytes)) {
            var op = new Fop.Writev(fd, offset, data, fd.flags(), Xdata.NULL);
            int count = mount.call(frame, op).count();
            mount.changed();
            return count;
        }
    }

    @Override
    public int flush(String path, FuseFileInfo file) {
        return run(
                file.lock_owner.longValue(),
                frame -> {
                    mount.call(frame, new Fop.Flush(mount.fd(file.fh.longValue()), Xdata.NULL));
                    return 0;
                });
    }

    @Override
    public int release(String path, FuseFileInfo file) {
        mount.release(file.fh.longValue());
        return 0;
    }

    @Override
    public int releasedir(String path, FuseFileInfo file) {
        mount.release(file.fh.longValue());
        return 0;
    }

    @Override
    public int fsync(String path, int dataOnly, FuseFileInfo file) {
        return run(
                frame -> {
                    var fd = mount.fd(file.fh.longValue());
                    mount.call(frame, new Fop.Fsync(fd, dataOnly != 0, Xdata.NULL));
                    return 0;
                });
    }

    @Override
    public int readdir(
            String path, Pointer buffer, FuseFillDir filler, long offset, FuseFileInfo file) {
        var runtime = Runtime.getSystemRuntime();
        var stat = new FileStat(runtime);
        var memory = runtime.getMemoryManager().allocateDirect(Struct.size(stat), true);
        stat.useMemory(memory);
        return run(
                frame ->
                        calls.readdir(
                                frame,
                                file.fh.longValue(),
                                offset,
                                entry -> taken(entry, buffer, filler, stat, memory)));
    }

    private static boolean taken(
            DirEntry entry, Pointer buffer, FuseFillDir filler, FileStat stat, Pointer memory) {
        stat.st_ino.set(entry.ino());
        stat.st_mode.set(entry.type() << 12);
        var name = Name.toBytes(entry.name());
        var text = ByteBuffer.wrap(Arrays.copyOf(name, name.length + 1));
        return filler.apply(buffer, text, memory, entry.offset()) == 0;
    }

    @Override
    public int statfs(String path, Statvfs figures) {
        return run(
                frame -> {
                    JnrStructs.put(figures, calls.statfs(frame, path));
                    return 0;
                });
    }

    @Override
    public int getxattr(String path, String name, Pointer buffer, long size) {
        return run(frame -> answer(calls.getxattr(frame, path, name), buffer, size));
    }

    @Override
    public int listxattr(String path, Pointer buffer, long size) {
        return run(frame -> answer(calls.listxattr(frame, path), buffer, size));
    }

    private static int answer(byte[] value, Pointer buffer, long size) throws FopException {
        if (value.length > MAX_XATTR_BYTES) {
            throw new FopException(Errno.E2BIG);
        }
        if (size > 0) {
            if (value.length > size) {
                throw new FopException(Errno.ERANGE);
            }
            buffer.put(0, value, 0, value.length);
        }
        return value.length;
    }

    @Override
    public int setxattr(String path, String name, Pointer value, long size, int flags) {
        return run(
                frame -> {
                    if (size < 0 || size > MAX_XATTR_BYTES) {
                        throw new FopException(Errno.E2BIG);
                    }
                    var bytes = new byte[(int) size];
                    if (bytes.length > 0) {
                        value.get(0, bytes, 0, bytes.length);
                    }
                    return calls.setxattr(frame, path, name, bytes, flags);
                });
    }

    @Override
    public int removexattr(String path, String name) {
        return run(frame -> calls.removexattr(frame, path, name));
    }
}
