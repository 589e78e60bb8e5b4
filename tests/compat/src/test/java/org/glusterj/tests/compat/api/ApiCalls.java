package org.glusterj.tests.compat.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Iatt;
import org.glusterj.core.Statvfs;
import org.glusterj.gfapi.Changes;
import org.glusterj.gfapi.DirectoryEntry;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.Handle;
import org.glusterj.gfapi.OpenFlags;
import org.glusterj.gfapi.Volume;

/** The calls that take paths, on behalf of one process; those on what is open are in {@link FileCalls}. */
final class ApiCalls {
    private static final int O_PATH = 010000000;
    private static final int TIME_GIVEN = 1;
    private static final int TIME_NOW = 2;

    private final ApiProcess process;
    private final Volume volume;

    ApiCalls(ApiProcess process, Volume volume) {
        this.process = process;
        this.volume = volume;
    }

    List<?> run(String operation, Wire.Values in) throws IOException {
        return switch (operation) {
            case "open" -> open(in.raw(), in.integer(), in.integer());
            case "stat" -> iatt(in.integer() != 0 ? volume.stat(in.raw()) : volume.lstat(in.raw()));
            case "readlink" -> List.of(volume.readlink(in.raw()));
            case "list" -> list(in.raw());
            case "chdir" -> chdir(in.raw(), in.integer() != 0);
            case "statvfs" -> statvfs(volume.statvfs(in.raw()));
            case "getxattr", "setxattr", "listxattr", "removexattr" -> xattr(operation, in);
            case "mkdir", "mknod", "symlink", "link", "unlink", "rmdir", "rename", "clear" ->
                    change(operation, in);
            case "truncate", "chmod", "chown", "utime", "access" -> attributes(operation, in);
            default -> new FileCalls(process).run(operation, in);
        };
    }

    private List<?> open(String path, int flags, int mode) throws GlusterException {
        if ((flags & O_PATH) != 0) {
            var handle = volume.handle(path, (flags & OpenFlags.NOFOLLOW) == 0);
            if ((flags & OpenFlags.DIRECTORY) != 0 && handle.type() != FileType.DIRECTORY) {
                handle.close();
                throw new GlusterException(Errno.ENOTDIR, path);
            }
            return opened(handle);
        }
        try {
            return opened(volume.open(path, flags, mode));
        } catch (GlusterException e) {
            int writing = OpenFlags.ACCMODE | OpenFlags.CREAT | OpenFlags.TRUNC;
            if (e.errno() != Errno.EISDIR || (flags & writing) != 0) {
                throw e;
            }
            return opened(volume.opendir(path));
        }
    }

    private List<?> opened(AutoCloseable object) {
        return List.of(process.opened(object, volume));
    }

    private List<?> list(String path) throws GlusterException {
        var out = new ArrayList<Object>();
        try (var directory = volume.opendir(path)) {
            for (var next = directory.read(); next.isPresent(); next = directory.read()) {
                out.addAll(entry(next.get()));
            }
        }
        return out;
    }

    static List<?> entry(DirectoryEntry entry) {
        return List.of(entry.name(), entry.ino(), entry.type().bits() >>> 12, entry.cookie());
    }

    private List<?> change(String operation, Wire.Values in) throws IOException {
        switch (operation) {
            case "mkdir" -> volume.mkdir(in.raw(), in.integer());
            case "mknod" -> volume.mknod(in.raw(), in.integer(), in.number());
            case "symlink" -> volume.symlink(in.raw(), in.raw());
            case "link" -> volume.link(in.raw(), in.raw());
            case "unlink" -> volume.unlink(in.raw());
            case "rmdir" -> volume.rmdir(in.raw());
            case "rename" -> volume.rename(in.raw(), in.raw());
            default -> clear(in.raw());
        }
        return List.of();
    }

    /** Removes a tree; by handles, for it may be deep. */
    private void clear(String path) throws GlusterException {
        if (volume.lstat(path).isDirectory()) {
            try (var directory = volume.handle(path, false)) {
                empty(directory);
            }
        }
        volume.remove(path);
    }

    private static void empty(Handle directory) throws GlusterException {
        List<DirectoryEntry> entries;
        try (var list = directory.opendir()) {
            entries = list.stream().toList();
        }
        for (var entry : entries) {
            if (entry.type() == FileType.DIRECTORY) {
                try (var below = directory.lookup(entry.name())) {
                    empty(below);
                }
                directory.rmdir(entry.name());
            } else {
                directory.unlink(entry.name());
            }
        }
    }

    /** Where a change of directory leads. @param name whether the path ends in a name, not in dots */
    private List<?> chdir(String path, boolean name) throws GlusterException {
        try (var place = volume.handle(path, !name)) {
            if (place.type() != FileType.SYMLINK) {
                if (place.type() != FileType.DIRECTORY) {
                    throw new GlusterException(Errno.ENOTDIR, path);
                }
                place.access(1);
                return List.of(name ? path : volume.realPath(path));
            }
        }
        return chdir(path, false);
    }

    private List<?> attributes(String operation, Wire.Values in) throws GlusterException {
        switch (operation) {
            case "truncate" -> volume.truncate(in.raw(), in.number());
            case "chmod" -> volume.chmod(in.raw(), in.integer());
            case "access" -> volume.access(in.raw(), in.integer());
            case "chown" ->
                    volume.setAttributes(
                            in.raw(), in.integer() != 0, owner(in.integer(), in.integer()));
            default -> volume.setAttributes(in.raw(), in.integer() != 0, times(in));
        }
        return List.of();
    }

    static Changes owner(int uid, int gid) {
        var changes = uid == -1 ? Changes.NONE : Changes.NONE.uid(uid);
        return gid == -1 ? changes : changes.gid(gid);
    }

    /** For each of both times: what (0 leave it, 1 given, 2 now), seconds, nanoseconds. */
    static Changes times(Wire.Values in) {
        int access = in.integer();
        var atime = Instant.ofEpochSecond(in.number(), in.number());
        int modification = in.integer();
        var mtime = Instant.ofEpochSecond(in.number(), in.number());
        if (access == TIME_NOW && modification == TIME_NOW) {
            return Changes.NONE.timesNow();
        }
        var changes = Changes.NONE;
        changes = access == TIME_GIVEN ? changes.atime(atime) : changes;
        changes = access == TIME_NOW ? changes.atimeNow() : changes;
        changes = modification == TIME_GIVEN ? changes.mtime(mtime) : changes;
        return modification == TIME_NOW ? changes.mtimeNow() : changes;
    }

    private List<?> xattr(String operation, Wire.Values in) throws GlusterException {
        var path = in.raw();
        try (var handle = volume.handle(path, in.integer() != 0)) {
            return xattr(handle, operation, in);
        }
    }

    static List<?> xattr(Handle handle, String operation, Wire.Values in) throws GlusterException {
        return switch (operation) {
            case "getxattr" -> List.of(ByteBuffer.wrap(handle.getXattr(in.text())));
            case "listxattr" -> names(handle.listXattrs());
            case "setxattr" -> {
                handle.setXattr(in.text(), array(in.bytes()), in.integer());
                yield List.of();
            }
            default -> {
                handle.removeXattr(in.text());
                yield List.of();
            }
        };
    }

    static List<?> names(List<String> names) {
        return names.stream()
                .map(n -> ByteBuffer.wrap(n.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .toList();
    }

    static byte[] array(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static List<?> iatt(Iatt iatt) {
        return List.of(
                iatt.mode(),
                iatt.ino(),
                iatt.nlink(),
                Integer.toUnsignedLong(iatt.uid()),
                Integer.toUnsignedLong(iatt.gid()),
                iatt.rdev(),
                iatt.size(),
                iatt.blocks(),
                iatt.blksize(),
                iatt.atime(),
                iatt.atimeNsec(),
                iatt.mtime(),
                iatt.mtimeNsec(),
                iatt.ctime(),
                iatt.ctimeNsec());
    }

    static List<?> statvfs(Statvfs v) {
        return List.of(
                v.bsize(),
                v.frsize(),
                v.blocks(),
                v.bfree(),
                v.bavail(),
                v.files(),
                v.ffree(),
                v.favail(),
                v.flag(),
                v.namemax());
    }
}
