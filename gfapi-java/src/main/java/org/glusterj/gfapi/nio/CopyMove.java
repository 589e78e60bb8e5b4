package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Iatt;
import org.glusterj.gfapi.Changes;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.GlusterFile;
import org.glusterj.gfapi.Handle;
import org.glusterj.gfapi.OpenFlags;
import org.glusterj.gfapi.Volume;

/**
 * One {@code Files.copy} or {@code Files.move} between paths of volumes. Walks to each of the two paths once and goes
 * on with the objects found there. Used by one thread, once.
 */
final class CopyMove {
    private static final int RANGE = 64 << 20;
    private static final int CHUNK = 1 << 20;

    private final GlusterPath source;
    private final GlusterPath target;
    private final Volume from;
    private final boolean sameVolume;
    private boolean replace;
    private boolean attributes;
    private boolean atomic;
    private boolean follow = true;

    private CopyMove(GlusterPath source, GlusterPath target) {
        this.source = source;
        this.target = target;
        from = source.getFileSystem().volume();
        sameVolume = source.getFileSystem() == target.getFileSystem();
    }

    static void copy(GlusterPath source, GlusterPath target, CopyOption... options)
            throws IOException {
        var copy = new CopyMove(source, target);
        copy.read(options);
        if (copy.atomic) {
            throw new UnsupportedOperationException("ATOMIC_MOVE does not go with copy");
        }
        copy.copy();
    }

    static void move(GlusterPath source, GlusterPath target, CopyOption... options)
            throws IOException {
        var move = new CopyMove(source, target);
        move.read(options);
        if (move.attributes) {
            throw new UnsupportedOperationException("COPY_ATTRIBUTES does not go with move");
        }
        move.follow = false;
        move.move();
    }

    private void read(CopyOption... options) {
        for (var option : options) {
            if (option == StandardCopyOption.REPLACE_EXISTING) {
                replace = true;
            } else if (option == StandardCopyOption.COPY_ATTRIBUTES) {
                attributes = true;
            } else if (option == StandardCopyOption.ATOMIC_MOVE) {
                atomic = true;
            } else if (option == LinkOption.NOFOLLOW_LINKS) {
                follow = false;
            } else if (option == null) {
                throw new NullPointerException();
            } else {
                throw new UnsupportedOperationException("Unsupported copy option " + option);
            }
        }
    }

    private Handle object() throws IOException {
        return Failures.about(source, () -> from.handle(source.raw(), follow));
    }

    private void copy() throws IOException {
        try (var object = object();
                var there = Place.of(target)) {
            if (!isThere(object, there, true)) {
                transfer(object, there);
            }
        }
    }

    private void move() throws IOException {
        if (atomic) {
            moveAtOnce();
            return;
        }
        try (var object = object();
                var here = Place.of(source);
                var there = Place.ofMove(source, target)) {
            if (isThere(object, there, false)) {
                return;
            }
            if (sameVolume) {
                rename(here, there);
            } else {
                moveAway(object, here, there);
            }
        }
    }

    private void moveAtOnce() throws IOException {
        if (!sameVolume) {
            throw new AtomicMoveNotSupportedException(
                    source.toString(), target.toString(), "another volume");
        }
        try (var here = Place.of(source);
                var there = Place.ofMove(source, target)) {
            rename(here, there);
        }
    }

    /**
     * Whether the object is at the target already. Something else there is refused or removed; a rename replaces what
     * is of the same kind by itself.
     */
    private boolean isThere(Handle object, Place there, boolean removing) throws IOException {
        var found = there.find();
        if (found.isEmpty()) {
            return false;
        }
        try (var present = found.get()) {
            if (sameVolume && present.gfid().equals(object.gfid())) {
                return true;
            }
            if (!replace) {
                throw new FileAlreadyExistsException(target.toString());
            }
            boolean directory = present.type() == FileType.DIRECTORY;
            boolean sameKind = directory == (object.type() == FileType.DIRECTORY);
            if (removing || !sameVolume || !sameKind) {
                there.remove(directory);
            }
            return false;
        }
    }

    private void rename(Place here, Place there) throws IOException {
        try {
            here.rename(there);
        } catch (GlusterException e) {
            if (e.errno() == Errno.ENOTEMPTY || e.errno() == Errno.EEXIST) {
                throw new DirectoryNotEmptyException(target.toString());
            }
            throw Failures.translated(e, source, target);
        }
    }

    private void moveAway(Handle object, Place here, Place there) throws IOException {
        boolean directory = object.type() == FileType.DIRECTORY;
        if (directory) {
            try (var entries = Failures.of(source, object::opendir)) {
                if (Failures.of(source, entries::read).isPresent()) {
                    throw new DirectoryNotEmptyException(source.toString());
                }
            }
        }
        attributes = true;
        transfer(object, there);
        try {
            here.remove(directory);
        } catch (IOException e) {
            there.remove(directory);
            throw e;
        }
    }

    /** Makes the target, which is free. */
    private void transfer(Handle object, Place there) throws IOException {
        var what = Failures.of(source, object::stat);
        var directory = there.directory();
        var name = there.name();
        int permissions = what.mode() & 0777;
        switch (what.type()) {
            case DIRECTORY -> Failures.of(target, () -> directory.mkdir(name, permissions));
            case SYMLINK -> {
                var leadsTo = Failures.of(source, object::readlink);
                Failures.of(target, () -> directory.symlink(leadsTo, name));
            }
            case REGULAR -> content(object, there, permissions);
            case BLOCK, CHARACTER, FIFO, SOCKET ->
                    Failures.of(target, () -> directory.mknod(name, what.mode(), what.rdev()));
            case INVALID ->
                    throw new FileSystemException(
                            source.toString(), null, "a file of unknown type");
        }
        if (attributes) {
            try (var made = Failures.of(target, () -> directory.lookup(name))) {
                dress(object, what, made);
            }
        }
    }

    private void content(Handle object, Place there, int permissions) throws IOException {
        var directory = there.directory();
        var flags = OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.EXCL;
        try (var in =
                        new Closing(
                                source, Failures.of(source, () -> object.open(OpenFlags.RDONLY)));
                var out =
                        new Closing(
                                target,
                                Failures.of(
                                        target,
                                        () -> directory.creat(there.name(), flags, permissions)))) {
            try {
                bytes(in.file, out.file);
            } catch (GlusterException e) {
                there.remove(false);
                throw Failures.translated(e, source, target);
            }
        }
    }

    /** A file whose failure to close is an IOException of this API. */
    private record Closing(GlusterPath path, GlusterFile file) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            Failures.run(path, file::close);
        }
    }

    /** Copies on the brick, and by hand what the brick cannot. */
    private void bytes(GlusterFile in, GlusterFile out) throws GlusterException {
        long done = 0;
        try {
            for (int n = sameVolume ? -1 : 0; n != 0; done += n) {
                n = in.copyFileRange(done, out, done, RANGE);
            }
            if (sameVolume) {
                return;
            }
        } catch (GlusterException e) {
            boolean unable =
                    e.errno() == Errno.EOPNOTSUPP
                            || e.errno() == Errno.ENOSYS
                            || e.errno() == Errno.EXDEV
                            || e.errno() == Errno.EINVAL;
            if (!unable) {
                throw e;
            }
        }
        stream(in, out, done);
    }

    private static void stream(GlusterFile in, GlusterFile out, long start)
            throws GlusterException {
        var buffer = ByteBuffer.allocate(CHUNK);
        for (long at = start; in.pread(buffer.clear(), at) > 0; ) {
            at += out.pwrite(buffer.flip(), at);
        }
    }

    /** Gives the target the source's owner and mode as far as allowed, its user attributes and its times. */
    private void dress(Handle object, Iatt what, Handle made) throws IOException {
        try {
            made.setAttributes(Changes.NONE.uid(what.uid()).gid(what.gid()));
        } catch (GlusterException e) {
            if (e.errno() != Errno.EPERM && e.errno() != Errno.EACCES) {
                throw Failures.translated(e, target, null);
            }
        }
        boolean link = what.type() == FileType.SYMLINK;
        if (!link) {
            Failures.run(target, () -> userAttributes(object, made));
        }
        var times =
                Changes.NONE
                        .atime(Instant.ofEpochSecond(what.atime(), what.atimeNsec()))
                        .mtime(Instant.ofEpochSecond(what.mtime(), what.mtimeNsec()));
        Failures.of(target, () -> made.setAttributes(link ? times : times.mode(what.mode())));
    }

    private static void userAttributes(Handle object, Handle made) throws GlusterException {
        for (var name : object.listXattrs()) {
            if (name.startsWith("user.")) {
                made.setXattr(name, object.getXattr(name), 0);
            }
        }
    }
}
