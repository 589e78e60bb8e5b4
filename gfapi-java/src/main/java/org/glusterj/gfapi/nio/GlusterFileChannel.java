package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Cancel;
import org.glusterj.core.Errno;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.GlusterFile;
import org.glusterj.gfapi.LockKind;
import org.glusterj.gfapi.Volume;

/**
 * An open file as a channel. Owns the file. Closing, also by an interrupt, ends calls under way. The position
 * belongs to
 * the file, which orders its users; positional calls run side by side.
 */
final class GlusterFileChannel extends FileChannel {
    private static final int CHUNK = 1 << 20;

    private final GlusterPath path;
    private final Volume volume;
    private final GlusterFile owned;
    private final GlusterFile file;
    private final Options options;
    private final Cancel cancel = new Cancel();
    private final Set<GlusterFileLock> locks = ConcurrentHashMap.newKeySet();

    /** Takes over {@code file}. */
    GlusterFileChannel(GlusterPath path, GlusterFile file, Options options) {
        this.path = path;
        this.volume = path.getFileSystem().volume();
        this.owned = file;
        this.file = file.cancelledBy(cancel);
        this.options = options;
        path.getFileSystem().adopt(this);
    }

    private interface Call<T> {
        T run() throws GlusterException;
    }

    /** Runs a blocking call so that closing the channel or interrupting the thread ends it. */
    private <T> T call(Call<T> call) throws IOException {
        requireOpen();
        boolean completed = false;
        try {
            begin();
            requireOpen();
            T result = call.run();
            completed = true;
            return result;
        } catch (GlusterException e) {
            if (!isOpen() && (e.errno() == Errno.EINTR || e.errno() == Errno.EBADF)) {
                throw new AsynchronousCloseException();
            }
            throw Failures.translated(e, path, null);
        } finally {
            end(completed);
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private void requireReadable() throws ClosedChannelException {
        requireOpen();
        if (!options.read()) {
            throw new NonReadableChannelException();
        }
    }

    private void requireWritable() throws ClosedChannelException {
        requireOpen();
        if (!options.write()) {
            throw new NonWritableChannelException();
        }
    }

    private static void requireNotNegative(long number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " is negative: " + number);
        }
    }

    private static void requireWritableBuffer(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireReadable();
        requireWritableBuffer(target);
        return call(() -> file.read(target));
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, targets.length);
        requireReadable();
        long done = 0;
        for (int i = offset; i < offset + length; i++) {
            int wanted = targets[i].remaining();
            int n = wanted == 0 ? 0 : read(targets[i]);
            if (n < 0) {
                return done == 0 ? -1 : done;
            }
            done += n;
            if (n < wanted) {
                break;
            }
        }
        return done;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        requireWritable();
        return call(() -> file.write(source));
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, sources.length);
        requireWritable();
        long done = 0;
        for (int i = offset; i < offset + length; i++) {
            done += write(sources[i]);
        }
        return done;
    }

    @Override
    public long position() throws IOException {
        requireOpen();
        return options.append() ? size() : file.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        requireOpen();
        requireNotNegative(newPosition, "position");
        call(() -> file.lseek(newPosition, GlusterFile.Whence.SET));
        return this;
    }

    @Override
    public long size() throws IOException {
        return call(file::size);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        requireOpen();
        requireNotNegative(size, "size");
        requireWritable();
        call(
                () -> {
                    if (size < file.size()) {
                        file.truncate(size);
                    }
                    if (file.position() > size) {
                        file.lseek(size, GlusterFile.Whence.SET);
                    }
                    return null;
                });
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        call(
                () -> {
                    if (metaData) {
                        file.fsync();
                    } else {
                        file.fdatasync();
                    }
                    return null;
                });
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        requireNotNegative(position, "position");
        requireReadable();
        requireWritableBuffer(target);
        return call(() -> file.pread(target, position));
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        requireNotNegative(position, "position");
        requireWritable();
        return call(() -> file.pwrite(source, position));
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
            throws IOException {
        requireReadable();
        requireNotNegative(position, "position");
        requireNotNegative(count, "count");
        if (!target.isOpen()) {
            throw new ClosedChannelException();
        }
        if (target instanceof GlusterFileChannel other) {
            other.requireWritable();
        }
        long done = 0;
        var buffer = ByteBuffer.allocate((int) Math.min(CHUNK, count));
        while (done < count) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
            if (read(buffer, position + done) <= 0) {
                break;
            }
            int n = target.write(buffer.flip());
            done += n;
            if (buffer.hasRemaining()) {
                break;
            }
        }
        return done;
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
            throws IOException {
        requireWritable();
        requireNotNegative(position, "position");
        requireNotNegative(count, "count");
        if (!source.isOpen()) {
            throw new ClosedChannelException();
        }
        long done = 0;
        var buffer = ByteBuffer.allocate((int) Math.min(CHUNK, count));
        while (done < count) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
            int n = source.read(buffer);
            if (n <= 0) {
                break;
            }
            done += write(buffer.flip(), position + done);
        }
        return done;
    }

    /** Files on a volume cannot be mapped: there is no kernel page behind them. */
    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException("files on a volume cannot be mapped into memory");
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        var lock = reserve(position, size, shared);
        try {
            call(
                    () -> {
                        file.lock(kind(shared), position, length(lock));
                        return null;
                    });
        } catch (ClosedByInterruptException e) {
            forget(lock);
            throw new FileLockInterruptionException();
        } catch (IOException | RuntimeException e) {
            forget(lock);
            throw e;
        }
        return lock;
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        var lock = reserve(position, size, shared);
        boolean granted = false;
        try {
            granted = call(() -> file.tryLock(kind(shared), position, length(lock)));
        } finally {
            if (!granted) {
                forget(lock);
            }
        }
        return granted ? lock : null;
    }

    private GlusterFileLock reserve(long position, long size, boolean shared) throws IOException {
        requireOpen();
        if (shared) {
            requireReadable();
        } else {
            requireWritable();
        }
        long whole = size == 0 ? Long.MAX_VALUE - Math.max(0, position) : size;
        var lock = new GlusterFileLock(this, position, whole, shared);
        path.getFileSystem().locks().add(file.gfid(), lock);
        locks.add(lock);
        return lock;
    }

    private void forget(GlusterFileLock lock) {
        lock.invalidate();
        locks.remove(lock);
        path.getFileSystem().locks().remove(file.gfid(), lock);
    }

    void unlock(GlusterFileLock lock) throws IOException {
        try {
            call(
                    () -> {
                        file.unlock(lock.position(), length(lock));
                        return null;
                    });
        } finally {
            forget(lock);
        }
    }

    private static LockKind kind(boolean shared) {
        return shared ? LockKind.SHARED : LockKind.EXCLUSIVE;
    }

    /** A lock to the largest offset is one to the end of the file, which the protocol calls length 0. */
    private static long length(FileLock lock) {
        return lock.size() >= Long.MAX_VALUE - lock.position() ? 0 : lock.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        cancel.fire();
        path.getFileSystem().forget(this);
        var gfid = file.gfid();
        try {
            owned.close();
        } catch (GlusterException e) {
            throw Failures.translated(e, path, null);
        } finally {
            for (var lock : locks) {
                path.getFileSystem().locks().remove(gfid, lock);
            }
            if (options.deleteOnClose()) {
                deleteIfSame(gfid);
            }
        }
    }

    /** Best effort, as the option says: another file that took the name meanwhile stays. */
    private void deleteIfSame(org.glusterj.core.Gfid gfid) throws IOException {
        try {
            if (volume.lstat(path.raw()).gfid().equals(gfid)) {
                volume.unlink(path.raw());
            }
        } catch (GlusterException e) {
            if (e.errno() != Errno.ENOENT) {
                throw Failures.translated(e, path, null);
            }
        }
    }
}
