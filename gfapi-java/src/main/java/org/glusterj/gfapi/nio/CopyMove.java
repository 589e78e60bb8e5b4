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
import java.util.Optional;
import org.glusterj.core.Errno;
import org.glusterj.core.Iatt;
import org.glusterj.gfapi.Changes;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.GlusterFile;
import org.glusterj.gfapi.OpenFlags;
import org.glusterj.gfapi.Volume;

/** One {@code Files.copy} or {@code Files.move} between paths of volumes. Used by one thread, once. */
final class CopyMove {
    private static final int RANGE = 64 << 20;
    private static final int CHUNK = 1 << 20;

    private final GlusterPath source;
    private final GlusterPath target;
    private final Volume from;
    private final Volume to;
    private final boolean sameVolume;
    private boolean replace;
    private boolean attributes;
    private boolean atomic;
    private boolean follow = true;

    private CopyMove(GlusterPath source, GlusterPath target) {
        this.source = source;
        this.target = target;
        from = source.getFileSystem().volume();
        to = target.getFileSystem().volume();
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

    private Iatt sourceIatt() throws IOException {
        return Failures.about(
                source, () -> follow ? from.stat(source.raw()) : from.lstat(source.raw()));
    }

    private Optional<Iatt> targetIatt() throws IOException {
        try {
            return Optional.of(to.lstat(target.raw()));
        } catch (GlusterException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw Failures.translated(e, target, null);
        }
    }

    private void move() throws IOException {
        if (atomic) {
            if (!sameVolume) {
                throw new AtomicMoveNotSupportedException(
                        source.toString(), target.toString(), "another volume");
            }
            rename();
            return;
        }
        var what = sourceIatt();
        var present = targetIatt();
        if (present.isPresent()) {
            if (sameVolume && present.get().gfid().equals(what.gfid())) {
                return;
            }
            if (!replace) {
                throw new FileAlreadyExistsException(target.toString());
            }
            if (!sameVolume || present.get().isDirectory() != what.isDirectory()) {
                delete(target, to, present.get());
            }
        }
        if (sameVolume) {
            rename();
        } else {
            moveAway(what);
        }
    }

    private void rename() throws IOException {
        try {
            from.rename(source.raw(), target.raw());
        } catch (GlusterException e) {
            if (e.errno() == Errno.ENOTEMPTY || e.errno() == Errno.EEXIST) {
                throw new DirectoryNotEmptyException(target.toString());
            }
            throw Failures.translated(e, source, target);
        }
    }

    private void moveAway(Iatt what) throws IOException {
        if (what.isDirectory()) {
            try (var entries = Failures.of(source, () -> from.opendir(source.raw(), false))) {
                if (Failures.of(source, entries::read).isPresent()) {
                    throw new DirectoryNotEmptyException(source.toString());
                }
            }
        }
        attributes = true;
        transfer(what);
        delete(source, from, what);
    }

    private static void delete(GlusterPath path, Volume volume, Iatt what) throws IOException {
        Failures.run(
                path,
                () -> {
                    if (what.isDirectory()) {
                        volume.rmdir(path.raw());
                    } else {
                        volume.unlink(path.raw());
                    }
                });
    }

    private void copy() throws IOException {
        var what = sourceIatt();
        var present = targetIatt();
        if (present.isPresent()) {
            if (sameVolume && present.get().gfid().equals(what.gfid())) {
                return;
            }
            if (!replace) {
                throw new FileAlreadyExistsException(target.toString());
            }
            delete(target, to, present.get());
        }
        transfer(what);
    }

    /** Makes the target, which is free. */
    private void transfer(Iatt what) throws IOException {
        int permissions = what.mode() & 0777;
        switch (what.type()) {
            case DIRECTORY -> Failures.of(target, () -> to.mkdir(target.raw(), permissions));
            case SYMLINK -> {
                var leadsTo = Failures.of(source, () -> from.readlink(source.raw()));
                Failures.of(target, () -> to.symlink(leadsTo, target.raw()));
            }
            case REGULAR -> content(permissions);
            case BLOCK, CHARACTER, FIFO, SOCKET ->
                    Failures.of(target, () -> to.mknod(target.raw(), what.mode(), what.rdev()));
            case INVALID ->
                    throw new FileSystemException(
                            source.toString(), null, "a file of unknown type");
        }
        if (attributes) {
            dress(what);
        }
    }

    private void content(int permissions) throws IOException {
        var flags = OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.EXCL;
        try (var in =
                        new Closing(
                                source,
                                Failures.of(
                                        source, () -> from.open(source.raw(), OpenFlags.RDONLY)));
                var out =
                        new Closing(
                                target,
                                Failures.of(
                                        target, () -> to.open(target.raw(), flags, permissions)))) {
            try {
                long done = sameVolume ? onTheBrick(in.file, out.file) : 0;
                stream(in.file, out.file, done);
            } catch (GlusterException e) {
                Failures.run(target, () -> to.unlink(target.raw()));
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

    /** Copies as much as the brick can by itself. Returns how much that was. */
    private static long onTheBrick(GlusterFile in, GlusterFile out) throws GlusterException {
        long done = 0;
        try {
            for (int n = -1; n != 0; done += n) {
                n = in.copyFileRange(done, out, done, RANGE);
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
        return done;
    }

    private static void stream(GlusterFile in, GlusterFile out, long start)
            throws GlusterException {
        var buffer = ByteBuffer.allocate(CHUNK);
        for (long at = start; in.pread(buffer.clear(), at) > 0; ) {
            at += out.pwrite(buffer.flip(), at);
        }
    }

    /** Gives the target the source's owner and mode as far as allowed, its user attributes and its times. */
    private void dress(Iatt what) throws IOException {
        try {
            set(Changes.NONE.uid(what.uid()).gid(what.gid()));
        } catch (GlusterException e) {
            if (e.errno() != Errno.EPERM && e.errno() != Errno.EACCES) {
                throw Failures.translated(e, target, null);
            }
        }
        boolean link = what.type() == org.glusterj.core.FileType.SYMLINK;
        if (!link) {
            userAttributes();
        }
        var times =
                Changes.NONE
                        .atime(Instant.ofEpochSecond(what.atime(), what.atimeNsec()))
                        .mtime(Instant.ofEpochSecond(what.mtime(), what.mtimeNsec()));
        Failures.run(target, () -> set(link ? times : times.mode(what.mode())));
    }

    private void set(Changes changes) throws GlusterException {
        to.setAttributes(target.raw(), false, changes);
    }

    private void userAttributes() throws IOException {
        Failures.run(
                target,
                () -> {
                    try (var read = from.handle(source.raw(), follow);
                            var written = to.handle(target.raw(), false)) {
                        for (var name : read.listXattrs()) {
                            if (name.startsWith("user.")) {
                                written.setXattr(name, read.getXattr(name), 0);
                            }
                        }
                    }
                });
    }
}
