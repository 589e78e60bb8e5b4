package org.glusterj.gfapi;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.core.Cancel;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * An open file: what open(2) gives, with a position for {@link #read} and {@link #write} and positional twins that
 * leave
 * it alone. Owns its fd; whoever opened the file closes it. Thread-safe; calls with the position take turns, all others
 * run side by side.
 *
 * <p>Each file has its own lock owner, so two files opened by one program exclude each other with {@link #lock}.
 */
public final class GlusterFile implements AutoCloseable {
    /** Most bytes of one READ or WRITE; longer transfers take several. */
    static final int MAX_TRANSFER = 1 << 20;

    /** {@link #lseek}: from the start, the position, the end; to the next data or hole. */
    public enum Whence {
        SET,
        CUR,
        END,
        DATA,
        HOLE
    }

    private final Session session;
    private final Shared shared;

    /** What the views of one open file share. {@code position} is guarded by this object's monitor. */
    private static final class Shared {
        private final Fd fd;
        private final String path;
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile LkOwner owner;
        private long position;

        Shared(Fd fd, String path, LkOwner owner) {
            this.fd = fd;
            this.path = path;
            this.owner = owner;
        }
    }

    /** Takes over {@code fd}. */
    GlusterFile(Session session, Fd fd, String path) {
        this(
                session,
                new Shared(
                        fd, path, LkOwner.of(session.mount().environment().random().nextLong())));
    }

    private GlusterFile(Session session, Shared shared) {
        this.session = session;
        this.shared = shared;
    }

    /** The same open file for calls that {@code cancel} ends early, with EINTR. Closing either closes both. */
    public GlusterFile cancelledBy(Cancel cancel) {
        return new GlusterFile(session.withCancel(cancel), shared);
    }

    /** The same open file for calls that fail with ETIMEDOUT after {@code timeout}; zero = never. */
    public GlusterFile withCallTimeout(Duration timeout) {
        return new GlusterFile(session.withCallTimeout(timeout), shared);
    }

    private interface Call<T> {
        T run(Fd fd) throws FopException;
    }

    private <T> T call(Call<T> call) throws GlusterException {
        if (shared.closed.get()) {
            throw new GlusterException(Errno.EBADF, shared.path, "the file is closed");
        }
        try (var fd = retained()) {
            return call.run(fd);
        } catch (FopException e) {
            throw GlusterException.of(e, shared.path);
        }
    }

    private Fd retained() throws GlusterException {
        try {
            return shared.fd.retain();
        } catch (IllegalStateException closedMeanwhile) {
            throw new GlusterException(Errno.EBADF, shared.path, "the file is closed");
        }
    }

    private Reply.Lk lock(Fop.Lk op) throws FopException {
        return session.lock(shared.owner, op);
    }

    private <R extends Reply> R send(Fop<R> op) throws FopException {
        return session.call(shared.owner, op);
    }

    private Reply.Writev sendWrite(Fop.Writev op) throws FopException {
        var reply = send(op);
        PrivilegeBits.dropAfterChange(session, op.fd(), reply.post());
        return reply;
    }

    private void change(Call<Fop<Reply.PrePost>> change) throws GlusterException {
        call(
                fd -> {
                    var reply = send(change.run(fd));
                    PrivilegeBits.dropAfterChange(session, fd, reply.post());
                    return null;
                });
    }

    public Gfid gfid() {
        return shared.fd.gfid();
    }

    /** The path it was opened by. */
    public String path() {
        return shared.path;
    }

    /** {@link OpenFlags}. */
    public int flags() {
        return shared.fd.flags();
    }

    public boolean isOpen() {
        return !shared.closed.get();
    }

    Fd fd() {
        return shared.fd;
    }

    /** On whose behalf this file's locks stand from now on. */
    public void lkOwner(LkOwner owner) {
        shared.owner = owner;
    }

    public LkOwner lkOwner() {
        return shared.owner;
    }

    /** Reads at the position and moves it. Returns the bytes read, -1 at the end of the file. */
    public int read(ByteBuffer target) throws GlusterException {
        synchronized (shared) {
            int n = pread(target, shared.position);
            shared.position += Math.max(n, 0);
            return n;
        }
    }

    /** Writes all of {@code source} at the position, or at the end of a file opened with APPEND, and moves it. */
    public int write(ByteBuffer source) throws GlusterException {
        synchronized (shared) {
            int before = source.position();
            long start = shared.position;
            try {
                return call(fd -> writeAt(fd, source, start));
            } catch (GlusterException e) {
                shared.position = start + source.position() - before;
                throw e;
            }
        }
    }

    private int writeAt(Fd fd, ByteBuffer source, long start) throws FopException {
        var done = FileTransfer.write(this::sendWrite, fd, source, start);
        boolean append = (fd.flags() & OpenFlags.APPEND) != 0;
        shared.position = append && done.bytes() > 0 ? done.end() : start + done.bytes();
        return done.bytes();
    }

    /**
     * Reads up to {@code target.remaining()} bytes from {@code offset}; fewer only at the end, -1 when nothing is
     * left.
     */
    public int pread(ByteBuffer target, long offset) throws GlusterException {
        return call(
                fd -> {
                    requireReading(fd);
                    return FileTransfer.read(this::send, fd, target, checked(offset));
                });
    }

    public int pread(byte[] target, int at, int length, long offset) throws GlusterException {
        return pread(ByteBuffer.wrap(target, at, length), offset);
    }

    /** Reads into memory of any size. Returns the bytes read, -1 at the end of the file. */
    public long pread(MemorySegment target, long offset) throws GlusterException {
        long done = 0;
        while (done < target.byteSize()) {
            long part = Math.min(MAX_TRANSFER, target.byteSize() - done);
            int n = pread(target.asSlice(done, part).asByteBuffer(), offset + done);
            if (n < part) {
                return n < 0 ? (done == 0 ? -1 : done) : done + n;
            }
            done += n;
        }
        return done;
    }

    /** Scatters: fills the buffers one after the other. Returns all bytes read, -1 at the end of the file. */
    public long preadv(ByteBuffer[] targets, long offset) throws GlusterException {
        long done = 0;
        for (var target : targets) {
            int wanted = target.remaining();
            int n = wanted == 0 ? 0 : pread(target, offset + done);
            if (n < wanted) {
                return n < 0 ? (done == 0 ? -1 : done) : done + n;
            }
            done += n;
        }
        return done;
    }

    /**
     * Bytes from {@code offset} as they came from the network, without a copy; the caller closes them. At most 1
     * MiB.
     */
    public Payload readPayload(long offset, int size) throws GlusterException {
        return call(
                fd -> {
                    requireReading(fd);
                    int limit = Math.min(size, MAX_TRANSFER);
                    return send(new Fop.Readv(fd, checked(offset), limit, 0, Xdata.NULL)).data();
                });
    }

    /** Writes all of {@code source} at {@code offset}; a file opened with APPEND takes it at its end. */
    public int pwrite(ByteBuffer source, long offset) throws GlusterException {
        return call(fd -> FileTransfer.write(this::sendWrite, fd, source, checked(offset)).bytes());
    }

    public int pwrite(byte[] source, int at, int length, long offset) throws GlusterException {
        return pwrite(ByteBuffer.wrap(source, at, length), offset);
    }

    public long pwrite(MemorySegment source, long offset) throws GlusterException {
        long done = 0;
        while (done < source.byteSize()) {
            long part = Math.min(MAX_TRANSFER, source.byteSize() - done);
            done += pwrite(source.asSlice(done, part).asByteBuffer(), offset + done);
        }
        return done;
    }

    /** Gathers: writes the buffers one after the other. */
    public long pwritev(ByteBuffer[] sources, long offset) throws GlusterException {
        return call(fd -> FileTransfer.gather(this::sendWrite, fd, sources, checked(offset)));
    }

    /** Moves the position as lseek(2) and returns it. ENXIO for DATA and HOLE past the end. */
    public long lseek(long offset, Whence whence) throws GlusterException {
        synchronized (shared) {
            long target =
                    switch (whence) {
                        case SET -> offset;
                        case CUR -> shared.position + offset;
                        case END -> stat().size() + offset;
                        case DATA -> nextData(offset);
                        case HOLE -> nextHole(offset);
                    };
            if (target < 0) {
                throw new GlusterException(Errno.EINVAL, shared.path);
            }
            shared.position = target;
            return target;
        }
    }

    public long position() {
        synchronized (shared) {
            return shared.position;
        }
    }

    /** The first byte of data at or after {@code offset}; leaves the position alone. */
    public long nextData(long offset) throws GlusterException {
        return call(fd -> send(new Fop.Seek(fd, checked(offset), 0, Xdata.NULL)).offset());
    }

    /** The first byte of a hole at or after {@code offset}; the end of the file counts as one. */
    public long nextHole(long offset) throws GlusterException {
        return call(fd -> send(new Fop.Seek(fd, checked(offset), 1, Xdata.NULL)).offset());
    }

    public Iatt stat() throws GlusterException {
        return call(fd -> send(new Fop.Fstat(fd, Xdata.NULL)).iatt());
    }

    public long size() throws GlusterException {
        return stat().size();
    }

    public void truncate(long size) throws GlusterException {
        change(fd -> new Fop.Ftruncate(fd, checked(size), Xdata.NULL));
    }

    /** Returns when content and attributes are durable. */
    public void fsync() throws GlusterException {
        call(fd -> send(new Fop.Fsync(fd, false, Xdata.NULL)));
    }

    /** Returns when the content is durable, attributes only as far as reading it back needs them. */
    public void fdatasync() throws GlusterException {
        call(fd -> send(new Fop.Fsync(fd, true, Xdata.NULL)));
    }

    /** Hands what lower layers still hold to the brick and drops this file's posix locks, as close(2) does. */
    public void flush() throws GlusterException {
        call(fd -> send(new Fop.Flush(fd, Xdata.NULL)));
    }

    public Iatt setAttributes(Changes changes) throws GlusterException {
        return call(
                fd ->
                        send(new Fop.Fsetattr(fd, changes.iatt(), changes.valid(), Xdata.NULL))
                                .post());
    }

    /** ENODATA when there is none. */
    public byte[] getXattr(String name) throws GlusterException {
        return call(
                fd ->
                        Xattrs.value(
                                send(
                                        new Fop.Fgetxattr(
                                                fd, Xattrs.readable(session, name), Xdata.NULL)),
                                name));
    }

    /** @param flags 0, 1 = create only (EEXIST), 2 = replace only (ENODATA) */
    public void setXattr(String name, byte[] value, int flags) throws GlusterException {
        call(
                fd ->
                        send(
                                new Fop.Fsetxattr(
                                        fd, Xattrs.dict(session, name, value), flags, Xdata.NULL)));
    }

    public List<String> listXattrs() throws GlusterException {
        return call(fd -> Xattrs.names(session, send(new Fop.Fgetxattr(fd, "", Xdata.NULL))));
    }

    public void removeXattr(String name) throws GlusterException {
        call(fd -> send(new Fop.Fremovexattr(fd, Xattrs.changeable(session, name), Xdata.NULL)));
    }

    /** Reserves space. @param keepSize the file does not grow even where the range ends beyond it */
    public void fallocate(long offset, long length, boolean keepSize) throws GlusterException {
        int mode = keepSize ? 1 : 0;
        change(fd -> new Fop.Fallocate(fd, mode, checked(offset), checked(length), Xdata.NULL));
    }

    /** Punches a hole: the range reads as zeros and gives its space back. */
    public void discard(long offset, long length) throws GlusterException {
        change(fd -> new Fop.Discard(fd, checked(offset), checked(length), Xdata.NULL));
    }

    /** Writes zeros. */
    public void zerofill(long offset, long length) throws GlusterException {
        change(fd -> new Fop.Zerofill(fd, checked(offset), checked(length), Xdata.NULL));
    }

    /**
     * Copies to {@code target} on the brick. Returns the bytes copied, fewer at the end of this file and possibly
     * before.
     */
    public int copyFileRange(long offset, GlusterFile target, long targetOffset, int length)
            throws GlusterException {
        return call(
                in -> {
                    requireReading(in);
                    try (var out = target.retained()) {
                        var copy =
                                new Fop.CopyFileRange(
                                        in,
                                        checked(offset),
                                        out,
                                        checked(targetOffset),
                                        length,
                                        0,
                                        Xdata.NULL);
                        var reply = send(copy);
                        PrivilegeBits.dropAfterChange(session, out, reply.postTarget());
                        return reply.count();
                    } catch (GlusterException e) {
                        throw new FopException(e.errno(), "the target is closed");
                    }
                });
    }

    /**
     * Waits for a posix lock. A shared lock needs a file open for reading, an exclusive one a file open for writing,
     * else EBADF.
     *
     * @param length 0 = to the end of the file, however long it grows
     */
    public void lock(LockKind kind, long start, long length) throws GlusterException {
        requireAccess(kind);
        var flock = flock(kind.type(), start, length);
        call(
                fd ->
                        session.awaitLock(
                                shared.owner, new Fop.Lk(fd, Flock.SETLKW, flock, Xdata.NULL)));
    }

    /** Takes a posix lock if it is free; false when somebody else holds it. */
    public boolean tryLock(LockKind kind, long start, long length) throws GlusterException {
        requireAccess(kind);
        try {
            var flock = flock(kind.type(), start, length);
            call(fd -> lock(new Fop.Lk(fd, Flock.SETLK, flock, Xdata.NULL)));
            return true;
        } catch (GlusterException e) {
            if (e.errno() == Errno.EAGAIN || e.errno() == Errno.EACCES) {
                return false;
            }
            throw e;
        }
    }

    private void requireAccess(LockKind kind) throws GlusterException {
        int missing = kind == LockKind.SHARED ? OpenFlags.WRONLY : OpenFlags.RDONLY;
        if ((flags() & OpenFlags.ACCMODE) == missing) {
            throw new GlusterException(Errno.EBADF, shared.path);
        }
    }

    public void unlock(long start, long length) throws GlusterException {
        var flock = flock(Flock.UNLOCK, start, length);
        call(fd -> lock(new Fop.Lk(fd, Flock.SETLK, flock, Xdata.NULL)));
    }

    /** The lock of somebody else that {@link #tryLock} would meet. */
    public Optional<Flock> testLock(LockKind kind, long start, long length)
            throws GlusterException {
        var flock = flock(kind.type(), start, length);
        var met = call(fd -> send(new Fop.Lk(fd, Flock.GETLK, flock, Xdata.NULL)).flock());
        return met.type() == Flock.UNLOCK ? Optional.empty() : Optional.of(met);
    }

    private Flock flock(int type, long start, long length) {
        return new Flock(type, 0, start, length, session.mount().pid(), shared.owner);
    }

    /** Bricks open for reading too what is to be written. */
    private static void requireReading(Fd fd) throws FopException {
        if ((fd.flags() & OpenFlags.ACCMODE) == OpenFlags.WRONLY) {
            throw new FopException(Errno.EBADF);
        }
    }

    private static long checked(long offset) throws FopException {
        if (offset < 0) {
            throw new FopException(Errno.EINVAL);
        }
        return offset;
    }

    /** Flushes and lets the fd go; a failure of the flush is thrown after that. Closing again does nothing. */
    @Override
    public void close() throws GlusterException {
        if (!shared.closed.compareAndSet(false, true)) {
            return;
        }
        try (var fd = shared.fd) {
            if (session.mount().isOpen()) {
                session.call(shared.owner, new Fop.Flush(fd, Xdata.NULL));
            }
        } catch (FopException e) {
            throw GlusterException.of(e, shared.path);
        }
    }

    @Override
    public String toString() {
        return "GlusterFile[" + shared.path + "]";
    }
}
