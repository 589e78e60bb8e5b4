package org.glusterj.gfapi.nio;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.Handle;
import org.glusterj.gfapi.Volume;

/**
 * Where a path is or would be: a name in a directory, walked to once. Pins the directory until closed. The root and
 * what ends in "." or ".." are no places where anything could be made. Used by one thread.
 */
final class Place implements Closeable {
    private final GlusterPath path;
    private final Volume volume;
    private final Handle directory;
    private final String name;

    private Place(GlusterPath path, Handle directory, String name) {
        this.path = path;
        this.volume = path.getFileSystem().volume();
        this.directory = directory;
        this.name = name;
    }

    static Place of(GlusterPath path) throws IOException {
        try {
            return at(path);
        } catch (GlusterException e) {
            throw Failures.translated(e, path, null);
        }
    }

    /** As {@link #of} for the target of a move, whose failures name both ends. */
    static Place ofMove(GlusterPath source, GlusterPath target) throws IOException {
        try {
            return at(target);
        } catch (GlusterException e) {
            throw Failures.translated(e, source, target);
        }
    }

    private static Place at(GlusterPath path) throws GlusterException {
        var raw = path.raw();
        int slash = raw.lastIndexOf('/');
        var name = raw.substring(slash + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return new Place(path, null, name);
        }
        var above = slash == 0 ? "/" : raw.substring(0, slash);
        var directory = path.getFileSystem().volume().handle(above, true);
        if (directory.type() == FileType.DIRECTORY) {
            return new Place(path, directory, name);
        }
        directory.close();
        throw new GlusterException(Errno.ENOTDIR, path.toString());
    }

    Handle directory() throws IOException {
        if (directory == null) {
            throw Failures.translated(
                    new GlusterException(Errno.ENOENT, path.toString()), path, null);
        }
        return directory;
    }

    String name() {
        return name;
    }

    /** What is there, not following symlinks; the caller closes it. */
    Optional<Handle> find() throws IOException {
        try {
            return Optional.of(
                    directory == null ? volume.handle(path.raw(), false) : directory.lookup(name));
        } catch (GlusterException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw Failures.translated(e, path, null);
        }
    }

    /** Removes what is there, a directory or anything else. */
    void remove(boolean isDirectory) throws IOException {
        Failures.run(
                path,
                () -> {
                    if (directory == null) {
                        volume.remove(path.raw());
                    } else if (isDirectory) {
                        directory.rmdir(name);
                    } else {
                        directory.unlink(name);
                    }
                });
    }

    /** Moves what is here to {@code other}, a place of the same volume, over what is there. */
    void rename(Place other) throws GlusterException {
        if (directory == null || other.directory == null) {
            volume.rename(path.raw(), other.path.raw());
        } else {
            directory.rename(name, other.directory, other.name);
        }
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
