package org.glusterj.tests.compat.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Iatt;
import org.glusterj.gfapi.Changes;
import org.glusterj.gfapi.GlusterDirectory;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.GlusterFile;
import org.glusterj.gfapi.Handle;
import org.glusterj.gfapi.LockKind;

/** The calls on what a process has open. The first argument is its number. */
final class FileCalls {
    private static final int READ_LOCK = 0;
    private static final int UNLOCK = 2;

    private final ApiProcess process;

    FileCalls(ApiProcess process) {
        this.process = process;
    }

    List<?> run(String operation, Wire.Values in) throws IOException {
        long id = in.number();
        var open = process.file(id);
        return switch (operation) {
            case "close" -> {
                process.close(id);
                yield List.of();
            }
            case "dup" -> {
                process.duplicate(id);
                yield List.of();
            }
            case "readdir", "seekdir" -> directory(open.directory(), operation, in);
            case "fstat" -> ApiCalls.iatt(stat(open));
            case "fchmod" -> set(open, Changes.NONE.mode(in.integer()));
            case "fchown" -> set(open, ApiCalls.owner(in.integer(), in.integer()));
            case "futime" -> set(open, ApiCalls.times(in));
            case "fstatvfs" -> {
                try (var handle = open.handle()) {
                    yield ApiCalls.statvfs(handle.statvfs());
                }
            }
            case "flink" -> {
                try (var handle = open.handle()) {
                    yield List.of(handle.readlink());
                }
            }
            case "fgetxattr", "fsetxattr", "flistxattr", "fremovexattr" ->
                    xattr(open, operation, in);
            case "fsync", "fdatasync" -> sync(open, operation);
            case "copyrange" -> {
                long from = in.number();
                var target = process.file(in.number()).file();
                long to = in.number();
                yield List.of(open.file().copyFileRange(from, target, to, in.integer()));
            }
            case "lock", "trylock", "unlock", "testlock" -> lock(open, operation, in);
            default -> content(open, operation, in);
        };
    }

    private static Iatt stat(OpenFiles.Open open) throws GlusterException {
        return switch (open.object()) {
            case GlusterFile file -> file.stat();
            case GlusterDirectory directory -> directory.stat();
            case Handle handle -> handle.stat();
            default -> throw new IllegalStateException();
        };
    }

    private static List<?> set(OpenFiles.Open open, Changes changes) throws GlusterException {
        if (open.object() instanceof GlusterDirectory directory) {
            directory.setAttributes(changes);
        } else {
            open.file().setAttributes(changes);
        }
        return List.of();
    }

    private static List<?> directory(GlusterDirectory directory, String operation, Wire.Values in)
            throws GlusterException {
        if (operation.equals("seekdir")) {
            directory.seek(in.number());
            return List.of();
        }
        var next = directory.read();
        return next.isEmpty() ? List.of() : ApiCalls.entry(next.get());
    }

    private static List<?> sync(OpenFiles.Open open, String operation) throws GlusterException {
        if (open.object() instanceof GlusterDirectory directory) {
            directory.fsync();
        } else if (operation.equals("fsync")) {
            open.file().fsync();
        } else {
            open.file().fdatasync();
        }
        return List.of();
    }

    private static List<?> xattr(OpenFiles.Open open, String operation, Wire.Values in)
            throws GlusterException {
        if (open.object() instanceof GlusterDirectory) {
            try (var handle = open.handle()) {
                return ApiCalls.xattr(handle, operation.substring(1), in);
            }
        }
        var file = open.file();
        return switch (operation) {
            case "fgetxattr" -> List.of(ByteBuffer.wrap(file.getXattr(in.text())));
            case "flistxattr" -> ApiCalls.names(file.listXattrs());
            case "fsetxattr" -> {
                file.setXattr(in.text(), ApiCalls.array(in.bytes()), in.integer());
                yield List.of();
            }
            default -> {
                file.removeXattr(in.text());
                yield List.of();
            }
        };
    }

    private static List<?> content(OpenFiles.Open open, String operation, Wire.Values in)
            throws IOException {
        var file = open.file();
        return switch (operation) {
            case "read" -> {
                var buffer = ByteBuffer.allocate(in.integer());
                file.read(buffer);
                yield List.of(buffer.flip());
            }
            case "pread" -> {
                var buffer = ByteBuffer.allocate(in.integer());
                file.pread(buffer, in.number());
                yield List.of(buffer.flip());
            }
            case "preadv" -> scattered(file, in);
            case "write" -> List.of(file.write(in.bytes()));
            case "pwrite" -> {
                long offset = in.number();
                yield List.of(file.pwrite(in.bytes(), offset));
            }
            case "pwritev" -> gathered(file, in);
            case "lseek" -> {
                var whence = GlusterFile.Whence.values()[in.integer()];
                yield List.of(file.lseek(in.number(), whence));
            }
            default -> space(file, operation, in);
        };
    }

    private static List<?> scattered(GlusterFile file, Wire.Values in) throws GlusterException {
        long offset = in.number();
        var buffers = new ArrayList<ByteBuffer>();
        while (!in.isEmpty()) {
            buffers.add(ByteBuffer.allocate(in.integer()));
        }
        file.preadv(buffers.toArray(ByteBuffer[]::new), offset);
        buffers.forEach(ByteBuffer::flip);
        return buffers;
    }

    private static List<?> gathered(GlusterFile file, Wire.Values in) throws GlusterException {
        long offset = in.number();
        var buffers = new ArrayList<ByteBuffer>();
        while (!in.isEmpty()) {
            buffers.add(in.bytes());
        }
        return List.of(file.pwritev(buffers.toArray(ByteBuffer[]::new), offset));
    }

    private static List<?> space(GlusterFile file, String operation, Wire.Values in)
            throws IOException {
        switch (operation) {
            case "ftruncate" -> file.truncate(in.number());
            case "fallocate" -> {
                boolean keepSize = in.integer() != 0;
                file.fallocate(in.number(), in.number(), keepSize);
            }
            case "discard" -> file.discard(in.number(), in.number());
            case "zerofill" -> file.zerofill(in.number(), in.number());
            case "flags" -> {
                return List.of(file.flags());
            }
            default -> throw new IllegalArgumentException(operation);
        }
        return List.of();
    }

    /** Arguments: 1 for the process's locks and 0 for those of the open file, kind as in fcntl, start, length. */
    private List<?> lock(OpenFiles.Open open, String operation, Wire.Values in)
            throws GlusterException {
        var file = open.file();
        file.lkOwner(in.integer() == 1 ? process.processLocks() : open.ownLocks());
        int kind = in.integer();
        long start = in.number();
        long length = in.number();
        if (kind == UNLOCK) {
            file.unlock(start, length);
            return List.of();
        }
        var wanted = kind == READ_LOCK ? LockKind.SHARED : LockKind.EXCLUSIVE;
        if (operation.equals("testlock")) {
            var met = file.testLock(wanted, start, length);
            return met.isEmpty()
                    ? List.of()
                    : List.of(
                            met.get().type(), met.get().start(), met.get().len(), met.get().pid());
        }
        if (operation.equals("lock")) {
            file.cancelledBy(process.cancel()).lock(wanted, start, length);
        } else if (!file.tryLock(wanted, start, length)) {
            throw new GlusterException(Errno.EAGAIN, "");
        }
        return List.of();
    }
}
