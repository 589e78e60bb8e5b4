package org.glusterj.gfapi;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.glusterj.core.Cancel;
import org.glusterj.core.Iatt;
import org.glusterj.core.Payload;

/**
 * An open file whose calls return at once; see {@link AsyncVolume}. A buffer belongs to the call until its future is
 * complete, and after a cancellation until the file is closed. Thread-safe.
 */
public final class AsyncFile implements AutoCloseable {
    private final GlusterFile file;
    private final AsyncCalls calls;

    /** Takes over {@code file}. */
    AsyncFile(GlusterFile file, AsyncCalls calls) {
        this.file = file.cancelledBy(Cancel.NEVER);
        this.calls = calls;
    }

    private interface Call<T> {
        T run(GlusterFile file) throws GlusterException;
    }

    private interface Action {
        void run(GlusterFile file) throws GlusterException;
    }

    private <T> CompletableFuture<T> start(Call<T> call) {
        return calls.start(cancel -> call.run(file.cancelledBy(cancel)));
    }

    private CompletableFuture<Void> act(Action action) {
        return start(
                open -> {
                    action.run(open);
                    return null;
                });
    }

    /** The same open file for calls that block. */
    public GlusterFile blocking() {
        return file;
    }

    /** See {@link GlusterFile#pread(ByteBuffer, long)}. */
    public CompletableFuture<Integer> pread(ByteBuffer target, long offset) {
        return start(open -> open.pread(target, offset));
    }

    /** See {@link GlusterFile#readPayload}; whoever takes the payload closes it. */
    public CompletableFuture<Payload> readPayload(long offset, int size) {
        return start(open -> open.readPayload(offset, size));
    }

    /** See {@link GlusterFile#pwrite(ByteBuffer, long)}. */
    public CompletableFuture<Integer> pwrite(ByteBuffer source, long offset) {
        return start(open -> open.pwrite(source, offset));
    }

    public CompletableFuture<Iatt> stat() {
        return start(GlusterFile::stat);
    }

    public CompletableFuture<Iatt> setAttributes(Changes changes) {
        return start(open -> open.setAttributes(changes));
    }

    public CompletableFuture<Void> truncate(long size) {
        return act(open -> open.truncate(size));
    }

    public CompletableFuture<Void> fsync() {
        return act(GlusterFile::fsync);
    }

    public CompletableFuture<Void> fdatasync() {
        return act(GlusterFile::fdatasync);
    }

    public CompletableFuture<Void> fallocate(long offset, long length, boolean keepSize) {
        return act(open -> open.fallocate(offset, length, keepSize));
    }

    public CompletableFuture<Void> discard(long offset, long length) {
        return act(open -> open.discard(offset, length));
    }

    public CompletableFuture<Integer> copyFileRange(
            long offset, AsyncFile target, long targetOffset, int length) {
        return start(open -> open.copyFileRange(offset, target.file, targetOffset, length));
    }

    public CompletableFuture<byte[]> getXattr(String name) {
        return start(open -> open.getXattr(name));
    }

    public CompletableFuture<Void> setXattr(String name, byte[] value, int flags) {
        return act(open -> open.setXattr(name, value, flags));
    }

    /** Complete when the lock is held; cancelling the future gives up waiting. */
    public CompletableFuture<Void> lock(LockKind kind, long start, long length) {
        return calls.startWaiting(
                cancel -> {
                    file.cancelledBy(cancel).lock(kind, start, length);
                    return null;
                });
    }

    public CompletableFuture<Boolean> tryLock(LockKind kind, long start, long length) {
        return start(open -> open.tryLock(kind, start, length));
    }

    public CompletableFuture<Void> unlock(long start, long length) {
        return act(open -> open.unlock(start, length));
    }

    /** As {@link #close} without blocking. */
    public CompletableFuture<Void> closeAsync() {
        return calls.start(
                cancel -> {
                    file.close();
                    return null;
                });
    }

    /** Blocks until the file is flushed. */
    @Override
    public void close() throws GlusterException {
        file.close();
    }
}
