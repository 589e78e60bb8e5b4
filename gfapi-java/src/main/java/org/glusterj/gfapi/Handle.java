package org.glusterj.gfapi;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;

/**
 * An object of the volume by its identity: it stays the same object through renames, and {@link Volume#handle(Gfid)}
 * finds it again in another process. Directories take names of their entries. Pins its inode until closed.
 * Thread-safe.
 */
public final class Handle implements AutoCloseable {
    private final Session session;
    private final Calls calls;
    private final Inode inode;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over one pin of {@code inode}. */
    Handle(Session session, Inode inode) {
        this.session = session;
        this.calls = new Calls(session);
        this.inode = inode;
    }

    private interface Call<T> {
        T run() throws FopException;
    }

    private <T> T call(Call<T> call) throws GlusterException {
        return call("", call);
    }

    private <T> T call(String name, Call<T> call) throws GlusterException {
        var path = "<gfid:" + inode.gfid() + ">" + (name.isEmpty() ? "" : "/" + name);
        if (closed.get()) {
            throw new GlusterException(Errno.EBADF, path, "the handle is closed");
        }
        try {
            return call.run();
        } catch (FopException e) {
            throw GlusterException.of(e, path);
        }
    }

    private Loc loc() {
        return Loc.of(inode);
    }

    private Loc entry(String name) throws FopException {
        var bytes = session.inner(name);
        Calls.checkName(bytes);
        return Loc.entry(inode, bytes);
    }

    public Gfid gfid() {
        return inode.gfid();
    }

    public FileType type() {
        return inode.type();
    }

    public Iatt stat() throws GlusterException {
        return call(() -> calls.stat(loc()));
    }

    public Iatt setAttributes(Changes changes) throws GlusterException {
        return call(() -> calls.setattr(loc(), changes));
    }

    public void truncate(long size) throws GlusterException {
        call(
                () -> {
                    calls.truncate(loc(), size);
                    return null;
                });
    }

    public String readlink() throws GlusterException {
        return call(() -> session.outer(calls.readlink(loc())));
    }

    public Statvfs statvfs() throws GlusterException {
        return call(() -> calls.statfs(loc()));
    }

    /** @param mask 4 read, 2 write, 1 execute, 0 exists; EACCES when not granted */
    public void access(int mask) throws GlusterException {
        call(
                () -> {
                    calls.access(loc(), mask);
                    return null;
                });
    }

    /** Opens the file; {@code CREAT} and {@code EXCL} have no meaning here. */
    public GlusterFile open(int flags) throws GlusterException {
        return call(
                () -> new GlusterFile(session, calls.open(loc(), flags), "<gfid:" + gfid() + ">"));
    }

    public GlusterDirectory opendir() throws GlusterException {
        return call(
                () ->
                        new GlusterDirectory(
                                session, calls.opendir(loc()), "<gfid:" + gfid() + ">", true));
    }

    /** The object of that name in this directory, not following symlinks. */
    public Handle lookup(String name) throws GlusterException {
        return call(
                name,
                () -> {
                    var place = entry(name);
                    try (var found = new PathWalk(session).lookup(inode, place.name())) {
                        if (!found.exists()) {
                            throw new FopException(Errno.ENOENT);
                        }
                        return new Handle(session, found.inode().pin());
                    }
                });
    }

    public GlusterFile creat(String name, int flags, int mode) throws GlusterException {
        return call(
                name,
                () ->
                        new GlusterFile(
                                session,
                                calls.create(entry(name), flags | OpenFlags.CREAT, mode),
                                name));
    }

    public Iatt mkdir(String name, int mode) throws GlusterException {
        return call(name, () -> calls.mkdir(entry(name), mode));
    }

    /** @param mode with type bits @param rdev {@code major << 32 | minor}, for devices */
    public Iatt mknod(String name, int mode, long rdev) throws GlusterException {
        return call(name, () -> calls.mknod(entry(name), mode, rdev));
    }

    public Iatt symlink(String target, String name) throws GlusterException {
        return call(name, () -> calls.symlink(session.inner(target), entry(name)));
    }

    /** Gives {@code object} a further name in this directory. */
    public Iatt link(Handle object, String name) throws GlusterException {
        return call(name, () -> calls.link(object.loc(), entry(name)));
    }

    public void unlink(String name) throws GlusterException {
        call(
                name,
                () -> {
                    calls.unlink(entry(name));
                    return null;
                });
    }

    public void rmdir(String name) throws GlusterException {
        call(
                name,
                () -> {
                    calls.rmdir(entry(name));
                    return null;
                });
    }

    /** Moves {@code name} of this directory, over whatever {@code newName} is there. */
    public void rename(String name, Handle newDirectory, String newName) throws GlusterException {
        call(
                name,
                () -> {
                    calls.rename(entry(name), newDirectory.entry(newName));
                    return null;
                });
    }

    /** ENODATA when there is none. */
    public byte[] getXattr(String name) throws GlusterException {
        return call(
                () ->
                        Xattrs.value(
                                session.call(
                                        new Fop.Getxattr(
                                                loc(), Xattrs.readable(session, name), Xdata.NULL)),
                                name));
    }

    /** @param flags 0, 1 = create only (EEXIST), 2 = replace only (ENODATA) */
    public void setXattr(String name, byte[] value, int flags) throws GlusterException {
        call(
                () ->
                        session.call(
                                new Fop.Setxattr(
                                        loc(),
                                        Xattrs.dict(session, name, value),
                                        flags,
                                        Xdata.NULL)));
    }

    public List<String> listXattrs() throws GlusterException {
        return call(
                () -> Xattrs.names(session, session.call(new Fop.Getxattr(loc(), "", Xdata.NULL))));
    }

    public void removeXattr(String name) throws GlusterException {
        call(
                () ->
                        session.call(
                                new Fop.Removexattr(
                                        loc(), Xattrs.changeable(session, name), Xdata.NULL)));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            inode.unpin();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Handle that
                && gfid().equals(that.gfid())
                && session.mount() == that.session.mount();
    }

    @Override
    public int hashCode() {
        return gfid().hashCode();
    }

    @Override
    public String toString() {
        return "Handle[" + gfid() + "]";
    }
}
