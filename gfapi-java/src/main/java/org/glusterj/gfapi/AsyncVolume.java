package org.glusterj.gfapi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.glusterj.core.Iatt;
import org.glusterj.core.Statvfs;

/**
 * A volume whose calls return at once. Each runs the blocking call of the same name on a virtual thread; a bounded
 * number at a time, in no order. Futures fail with {@link GlusterException}; cancelling one (or {@code orTimeout})
 * gives
 * the fop up, which may or may not have happened then. Thread-safe; made by {@link Volume#async()}, ended with it.
 */
public final class AsyncVolume {
    private final Volume volume;
    private final AsyncCalls calls;

    AsyncVolume(Volume volume, AsyncCalls calls) {
        this.volume = volume;
        this.calls = calls;
    }

    private interface Call<T> {
        T run(Volume volume) throws GlusterException;
    }

    private interface Action {
        void run(Volume volume) throws GlusterException;
    }

    private <T> CompletableFuture<T> start(Call<T> call) {
        return calls.start(cancel -> call.run(volume.cancelledBy(cancel)));
    }

    private CompletableFuture<Void> act(Action action) {
        return start(
                mounted -> {
                    action.run(mounted);
                    return null;
                });
    }

    /** The same volume for calls that block. */
    public Volume blocking() {
        return volume;
    }

    /** See {@link Volume#open(String, int, int)}. */
    public CompletableFuture<AsyncFile> open(String path, int flags, int mode) {
        return start(mounted -> new AsyncFile(mounted.open(path, flags, mode), calls));
    }

    public CompletableFuture<AsyncFile> open(String path, int flags) {
        return open(path, flags, 0);
    }

    public CompletableFuture<AsyncFile> creat(String path, int flags, int mode) {
        return open(path, flags | OpenFlags.CREAT, mode);
    }

    public CompletableFuture<Iatt> stat(String path) {
        return start(mounted -> mounted.stat(path));
    }

    public CompletableFuture<Iatt> lstat(String path) {
        return start(mounted -> mounted.lstat(path));
    }

    public CompletableFuture<Void> access(String path, int mask) {
        return act(mounted -> mounted.access(path, mask));
    }

    public CompletableFuture<Iatt> mkdir(String path, int mode) {
        return start(mounted -> mounted.mkdir(path, mode));
    }

    public CompletableFuture<Iatt> mknod(String path, int mode, long rdev) {
        return start(mounted -> mounted.mknod(path, mode, rdev));
    }

    public CompletableFuture<Iatt> symlink(String target, String path) {
        return start(mounted -> mounted.symlink(target, path));
    }

    public CompletableFuture<String> readlink(String path) {
        return start(mounted -> mounted.readlink(path));
    }

    public CompletableFuture<Iatt> link(String object, String path) {
        return start(mounted -> mounted.link(object, path));
    }

    public CompletableFuture<Void> unlink(String path) {
        return act(mounted -> mounted.unlink(path));
    }

    public CompletableFuture<Void> rmdir(String path) {
        return act(mounted -> mounted.rmdir(path));
    }

    public CompletableFuture<Void> remove(String path) {
        return act(mounted -> mounted.remove(path));
    }

    public CompletableFuture<Void> rename(String from, String to) {
        return act(mounted -> mounted.rename(from, to));
    }

    public CompletableFuture<Void> truncate(String path, long size) {
        return act(mounted -> mounted.truncate(path, size));
    }

    public CompletableFuture<Iatt> setAttributes(String path, boolean follow, Changes changes) {
        return start(mounted -> mounted.setAttributes(path, follow, changes));
    }

    public CompletableFuture<byte[]> getXattr(String path, String name) {
        return start(mounted -> mounted.getXattr(path, name));
    }

    public CompletableFuture<Void> setXattr(String path, String name, byte[] value, int flags) {
        return act(mounted -> mounted.setXattr(path, name, value, flags));
    }

    public CompletableFuture<List<String>> listXattrs(String path) {
        return start(mounted -> mounted.listXattrs(path));
    }

    public CompletableFuture<Void> removeXattr(String path, String name) {
        return act(mounted -> mounted.removeXattr(path, name));
    }

    public CompletableFuture<Statvfs> statvfs(String path) {
        return start(mounted -> mounted.statvfs(path));
    }

    /** All entries at once; for directories too large for that see {@link Volume#list}. */
    public CompletableFuture<List<DirectoryEntry>> list(String path) {
        return start(
                mounted -> {
                    try (var entries = mounted.list(path)) {
                        return entries.toList();
                    } catch (java.io.UncheckedIOException e) {
                        throw (GlusterException) e.getCause();
                    }
                });
    }
}
