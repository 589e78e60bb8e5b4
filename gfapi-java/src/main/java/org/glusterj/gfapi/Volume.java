package org.glusterj.gfapi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.glusterj.core.Cancel;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.Iatt;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.Statvfs;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Xdata;
import org.glusterj.gfapi.PathWalk.Dots;
import org.glusterj.gfapi.PathWalk.Found;

/**
 * A mounted volume, in libgfapi's shape. Paths are Unicode text; relative ones start at the root. Calls run on the
 * caller's thread and block; any number of threads may share a volume. Calls see what the volume has, not a cache:
 * every component of a path is looked up.
 *
 * <p>{@link #as}, {@link #withUmask} and {@link #withCallTimeout} give views of the same mounted volume. Whoever
 * mounted it closes it; closing any view closes all, waits for calls under way and ends the connections.
 */
public final class Volume implements AutoCloseable {
    /** Runs of a path operation before ESTALE is believed. */
    private static final int ATTEMPTS = 10;

    private final Session session;
    private final PathWalk walk;
    private final Calls calls;

    Volume(Session session) {
        this.session = session;
        this.walk = new PathWalk(session);
        this.calls = new Calls(session);
    }

    /** Mounts a volume with default options, as root. */
    public static Volume mount(String host, String volume) throws GlusterException {
        return builder().host(host).volume(volume).mount();
    }

    public static VolumeBuilder builder() {
        return new VolumeBuilder();
    }

    /** A volume on a graph that runs already and that the caller ends after this volume is closed. */
    public static Volume of(Graph graph) {
        var environment = SystemEnvironment.get();
        var live = new LiveGraph(environment, graph);
        return new Volume(Session.root(new Mount(environment, live, () -> {})));
    }

    /** The same volume on behalf of another user. A mounted volume starts as root. */
    public Volume as(int uid, int gid, int... groups) {
        return new Volume(session.as(uid, gid, groups));
    }

    /** The same volume with permission bits that new objects do not get. A mounted volume starts with 0. */
    public Volume withUmask(int umask) {
        return new Volume(session.withUmask(umask));
    }

    /**
     * The same volume with paths, names and symlink targets as byte strings, one char per byte: for names that are not
     * UTF-8 ({@link org.glusterj.core.Name} converts).
     */
    public Volume withRawNames() {
        return new Volume(session.withRawNames());
    }

    /** The same volume for calls each of whose fops fails with ETIMEDOUT after {@code timeout}; zero = never. */
    public Volume withCallTimeout(Duration timeout) {
        return new Volume(session.withCallTimeout(timeout));
    }

    /** The same volume for calls that {@code cancel} ends early, with EINTR. */
    public Volume cancelledBy(Cancel cancel) {
        return new Volume(session.withCancel(cancel));
    }

    /** The same volume for calls that return futures, at most {@value AsyncCalls#DEFAULT_LIMIT} under way at a time. */
    public AsyncVolume async() {
        return async(AsyncCalls.DEFAULT_LIMIT);
    }

    /** @param limit calls under way at a time; further ones wait for their turn */
    public AsyncVolume async(int limit) {
        return new AsyncVolume(this, new AsyncCalls(session.mount().environment(), limit));
    }

    Session session() {
        return session;
    }

    public boolean isOpen() {
        return session.mount().isOpen();
    }

    @Override
    public void close() {
        session.mount().close();
    }

    private interface Call<T> {
        T run() throws FopException;
    }

    private interface OnFound<T> {
        T run(Found found) throws FopException;
    }

    /**
     * Runs a whole path operation, again when what it walked through had changed under it: a name that is replaced all
     * the time is found all the same. Bounded by {@link #ATTEMPTS}.
     */
    private static <T> T call(String path, Call<T> call) throws GlusterException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.run();
            } catch (FopException e) {
                if (e.errno() != Errno.ESTALE || attempt == ATTEMPTS) {
                    throw GlusterException.of(e, path);
                }
            }
        }
    }

    private <T> T at(String path, boolean follow, OnFound<T> call) throws GlusterException {
        return call(
                path,
                () -> {
                    try (var found = walk.find(session.inner(path), follow)) {
                        return call.run(found);
                    }
                });
    }

    private <T> T atPlace(String path, boolean follow, OnFound<T> call) throws GlusterException {
        return call(
                path,
                () -> {
                    try (var found = walk.locate(session.inner(path), follow)) {
                        return call.run(found);
                    }
                });
    }

    private <T> T atEntry(String path, Dots dots, OnFound<T> call) throws GlusterException {
        return call(
                path,
                () -> {
                    try (var found = walk.findEntry(session.inner(path), dots)) {
                        return call.run(found);
                    }
                });
    }

    /** Opens an existing file. @param flags {@link OpenFlags} */
    public GlusterFile open(String path, int flags) throws GlusterException {
        return open(path, flags, 0);
    }

    /** Makes a file unless it exists (fails then with EXCL) and opens it. */
    public GlusterFile creat(String path, int flags, int mode) throws GlusterException {
        return open(path, flags | OpenFlags.CREAT, mode);
    }

    /** Opens a file, making it with CREAT. @param mode permission bits of a new file, less the umask */
    public GlusterFile open(String path, int flags, int mode) throws GlusterException {
        boolean create = (flags & OpenFlags.CREAT) != 0;
        boolean exclusive = create && (flags & OpenFlags.EXCL) != 0;
        boolean follow = !exclusive && (flags & OpenFlags.NOFOLLOW) == 0;
        return atPlace(
                path, follow, found -> new GlusterFile(session, open(found, flags, mode), path));
    }

    private Fd open(Found found, int flags, int mode) throws FopException {
        boolean create = (flags & OpenFlags.CREAT) != 0;
        if (!found.exists()) {
            if (!create) {
                throw new FopException(Errno.ENOENT);
            }
            if (found.slash()) {
                throw new FopException(Errno.EISDIR);
            }
            return calls.create(found.loc(), flags, mode);
        }
        if (create && (flags & OpenFlags.EXCL) != 0) {
            throw new FopException(Errno.EEXIST);
        }
        switch (found.iatt().type()) {
            case SYMLINK -> {
                requireOpenable(flags);
                throw new FopException(Errno.ELOOP);
            }
            case DIRECTORY -> throw new FopException(Errno.EISDIR);
            default -> requireOpenable(flags);
        }
        var fd = calls.open(found.loc(), flags & ~OpenFlags.TRUNC);
        if ((flags & OpenFlags.TRUNC) != 0) {
            truncateOpened(found, fd);
        }
        return fd;
    }

    private static void requireOpenable(int flags) throws FopException {
        if ((flags & OpenFlags.DIRECTORY) != 0) {
            throw new FopException(Errno.ENOTDIR);
        }
    }

    private void truncateOpened(Found found, Fd fd) throws FopException {
        try {
            if ((fd.flags() & OpenFlags.ACCMODE) == OpenFlags.RDONLY) {
                // Such a file cannot be truncated through, but whoever may write the object may
                // open it so.
                calls.truncate(found.loc(), 0);
                return;
            }
            var reply = session.call(new Fop.Ftruncate(fd, 0, Xdata.NULL));
            PrivilegeBits.dropAfterChange(session, fd, reply.post());
        } catch (FopException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    public Iatt stat(String path) throws GlusterException {
        return at(path, true, Found::iatt);
    }

    /** As {@link #stat}, of a symlink itself. */
    public Iatt lstat(String path) throws GlusterException {
        return at(path, false, Found::iatt);
    }

    /**
     * A file that nobody may execute is executable for nobody, although some bricks grant root everything.
     *
     * @param mask 4 read, 2 write, 1 execute, 0 exists; EACCES when not granted
     */
    public void access(String path, int mask) throws GlusterException {
        at(
                path,
                true,
                found -> {
                    boolean executable =
                            found.iatt().isDirectory() || (found.iatt().mode() & 0111) != 0;
                    if ((mask & 1) != 0 && !executable) {
                        throw new FopException(Errno.EACCES);
                    }
                    calls.access(found.loc(), mask);
                    return null;
                });
    }

    /** Makes a directory. @param mode permission bits, less the umask */
    public Iatt mkdir(String path, int mode) throws GlusterException {
        return atPlace(path, false, found -> calls.mkdir(found.free(true), mode));
    }

    /** @param mode with type bits @param rdev {@code major << 32 | minor}, for devices */
    public Iatt mknod(String path, int mode, long rdev) throws GlusterException {
        return atPlace(path, false, found -> calls.mknod(found.free(false), mode, rdev));
    }

    /** Makes {@code path} point to {@code target}, which need not exist. */
    public Iatt symlink(String target, String path) throws GlusterException {
        var inner = session.inner(target);
        return call(
                path,
                () -> {
                    Calls.checkTarget(inner);
                    try (var found = walk.locate(session.inner(path), false)) {
                        return calls.symlink(inner, found.free(false));
                    }
                });
    }

    public String readlink(String path) throws GlusterException {
        return at(path, false, found -> session.outer(calls.readlink(found.loc())));
    }

    /** Gives an object, not following a symlink, the further name {@code path}. */
    public Iatt link(String object, String path) throws GlusterException {
        return at(
                object,
                false,
                from -> {
                    try (var to = walk.locate(session.inner(path), false)) {
                        return calls.link(from.loc(), to.free(false));
                    }
                });
    }

    public void unlink(String path) throws GlusterException {
        atEntry(
                path,
                Dots.UNLINK,
                found -> {
                    if (found.iatt().isDirectory()) {
                        throw new FopException(Errno.EISDIR);
                    }
                    calls.unlink(existing(found));
                    return null;
                });
    }

    /** Removes a name, {@link #unlink} or {@link #rmdir} as the object asks for. */
    public void remove(String path) throws GlusterException {
        atEntry(
                path,
                Dots.RMDIR,
                found -> {
                    var entry = existing(found);
                    if (found.iatt().isDirectory()) {
                        calls.rmdir(entry);
                    } else {
                        calls.unlink(entry);
                    }
                    return null;
                });
    }

    public void rmdir(String path) throws GlusterException {
        atEntry(
                path,
                Dots.RMDIR,
                found -> {
                    if (found.exists() && !found.iatt().isDirectory()) {
                        throw new FopException(Errno.ENOTDIR);
                    }
                    calls.rmdir(existing(found));
                    return null;
                });
    }

    private static org.glusterj.core.Loc existing(Found found) throws FopException {
        if (!found.exists()) {
            throw new FopException(Errno.ENOENT);
        }
        return found.entry();
    }

    /**
     * Moves an object, over whatever {@code to} names: atomically, as rename(2). Between two names of one object it
     * does nothing.
     */
    public void rename(String from, String to) throws GlusterException {
        atEntry(
                from,
                Dots.RENAME,
                source -> {
                    try (var target = walk.findEntry(session.inner(to), Dots.RENAME)) {
                        var loc = existing(source);
                        if (target.slash() && !source.iatt().isDirectory()) {
                            throw new FopException(Errno.ENOTDIR);
                        }
                        var entry = target.entry();
                        if (!target.exists() || !loc.inode().gfid().equals(entry.inode().gfid())) {
                            calls.rename(loc, entry);
                        }
                        return null;
                    }
                });
    }

    public void truncate(String path, long size) throws GlusterException {
        at(
                path,
                true,
                found -> {
                    if (found.iatt().isDirectory()) {
                        throw new FopException(Errno.EISDIR);
                    }
                    calls.truncate(found.loc(), size);
                    return null;
                });
    }

    /** @param mode permission bits, 0 to 07777 */
    public void chmod(String path, int mode) throws GlusterException {
        setAttributes(path, true, Changes.NONE.mode(mode));
    }

    public void chown(String path, int uid, int gid) throws GlusterException {
        setAttributes(path, true, Changes.NONE.uid(uid).gid(gid));
    }

    /** As {@link #chown}, of a symlink itself. */
    public void lchown(String path, int uid, int gid) throws GlusterException {
        setAttributes(path, false, Changes.NONE.uid(uid).gid(gid));
    }

    public void utimens(String path, Instant atime, Instant mtime) throws GlusterException {
        setAttributes(path, true, Changes.NONE.atime(atime).mtime(mtime));
    }

    /** @param follow false = of a symlink itself */
    public Iatt setAttributes(String path, boolean follow, Changes changes)
            throws GlusterException {
        return at(path, follow, found -> calls.setattr(found.loc(), changes));
    }

    /** ENODATA when there is none. For a symlink itself see {@link #handle(String, boolean)}; likewise below. */
    public byte[] getXattr(String path, String name) throws GlusterException {
        try (var handle = handle(path, true)) {
            return handle.getXattr(name);
        }
    }

    /** @param flags 0, 1 = create only (EEXIST), 2 = replace only (ENODATA) */
    public void setXattr(String path, String name, byte[] value, int flags)
            throws GlusterException {
        try (var handle = handle(path, true)) {
            handle.setXattr(name, value, flags);
        }
    }

    public List<String> listXattrs(String path) throws GlusterException {
        try (var handle = handle(path, true)) {
            return handle.listXattrs();
        }
    }

    public void removeXattr(String path, String name) throws GlusterException {
        try (var handle = handle(path, true)) {
            handle.removeXattr(name);
        }
    }

    public Statvfs statvfs(String path) throws GlusterException {
        return at(path, true, found -> calls.statfs(found.loc()));
    }

    /** Opens a directory whose entries come with attributes. */
    public GlusterDirectory opendir(String path) throws GlusterException {
        return opendir(path, true);
    }

    /** @param attributes whether entries come with attributes (READDIRP) or only as names (READDIR) */
    public GlusterDirectory opendir(String path, boolean attributes) throws GlusterException {
        return at(
                path,
                true,
                found -> {
                    if (!found.iatt().isDirectory()) {
                        throw new FopException(Errno.ENOTDIR);
                    }
                    return new GlusterDirectory(
                            session, calls.opendir(found.loc()), path, attributes);
                });
    }

    /** The entries of a directory with attributes; the stream is to be closed. */
    public Stream<DirectoryEntry> list(String path) throws GlusterException {
        return opendir(path).stream();
    }

    /** The path without symlinks, "." and ".."; it must exist. */
    public String realPath(String path) throws GlusterException {
        return call(path, () -> session.outer(walk.realPath(session.inner(path))));
    }

    /** @param follow false = a symlink itself */
    public Handle handle(String path, boolean follow) throws GlusterException {
        return at(path, follow, found -> new Handle(session, found.inode().pin()));
    }

    /** The object with that identity; ESTALE when there is none. */
    public Handle handle(Gfid gfid) throws GlusterException {
        try {
            return new Handle(session, calls.find(gfid));
        } catch (FopException e) {
            throw GlusterException.of(e, "<gfid:" + gfid + ">");
        }
    }
}
