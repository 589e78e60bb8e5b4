package org.glusterj.benchmarks.compare;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.glusterj.linux.At;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.ProcFd;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * Makes the system calls of {@code ls -l} (coreutils 9.1): getdents64 into 32 KiB, then for each entry statx, lgetxattr
 * of security.selinux and getxattr of system.posix_acl_access, each of the latter until it is answered with EOPNOTSUPP.
 * A turn is an entry. The callers share the entries: each lists a directory of its own with its part of them.
 */
final class Listing implements Workset {
    private static final Syscalls SYS = Syscalls.system();
    private static final int GETDENTS_BYTES = 32 * 1024;
    private static final int MASK =
            StatBuf.STATX_MODE
                    | StatBuf.STATX_NLINK
                    | StatBuf.STATX_UID
                    | StatBuf.STATX_GID
                    | StatBuf.STATX_MTIME
                    | StatBuf.STATX_SIZE;

    /** Callers that make the entries together. */
    private static final int MAKERS = 16;

    private final Path base;
    private final Crew crew;
    private final int entriesEach;
    private final Reader[] readers;
    private boolean made;

    Listing(Path base, int callers, int entries) throws IOException {
        this.base = base;
        this.crew = Crew.below(base, callers);
        this.entriesEach = crew.turnsEach(entries);
        this.readers = new Reader[callers];
    }

    @Override
    public void prepare(Workload workload) throws IOException {
        for (int i = 0; i < crew.size() && !made; i++) {
            try (var makers = Crew.in(base.resolve("c" + i), MAKERS)) {
                makers.run(makers.turnsEach(entriesEach), this::make);
            }
        }
        made = true;
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Reader();
        }
    }

    private void make(Caller caller, int n) throws IOException {
        int entry = n * MAKERS + caller.number();
        if (entry < entriesEach) {
            Caller.close(caller.open("entry" + entry, OpenFlags.O_CREAT | OpenFlags.O_WRONLY));
        }
    }

    @Override
    public Timing measure(Workload workload) throws IOException {
        return crew.run(entriesEach, (caller, n) -> readers[caller.number()].entry(caller, n));
    }

    /** One pass of one caller through its directory. */
    private final class Reader {
        private final MemorySegment records = Arena.ofAuto().allocate(GETDENTS_BYTES, 8);
        private final DirentCursor cursor = new DirentCursor();
        private boolean selinux = true;
        private boolean acl = true;
        private int fd;

        void entry(Caller caller, int n) throws IOException {
            if (n == 0) {
                fd = caller.open(".", OpenFlags.O_DIRECTORY);
                cursor.wrap(records, 0);
            }
            var name = next();
            int flags = At.AT_SYMLINK_NOFOLLOW | At.AT_NO_AUTOMOUNT;
            Caller.check(SYS.statx(fd, name, flags, MASK, caller.stat()), name);
            var path = ProcFd.path(fd, name);
            selinux =
                    selinux
                            && isSupported(
                                    SYS.lgetxattr(path, "security.selinux", caller.buffer()), path);
            acl =
                    acl
                            && isSupported(
                                    SYS.getxattr(
                                            path, "system.posix_acl_access", MemorySegment.NULL),
                                    path);
            if (n == entriesEach - 1) {
                Caller.check(SYS.getdents64(fd, records), "getdents64");
                Caller.close(fd);
            }
        }

        private String next() throws IOException {
            do {
                if (!cursor.next()) {
                    int bytes = Caller.check(SYS.getdents64(fd, records), "getdents64");
                    if (!cursor.wrap(records, bytes).next()) {
                        throw new IOException("fewer entries than " + entriesEach);
                    }
                }
            } while (cursor.isDot());
            return cursor.name();
        }

        private static boolean isSupported(int result, String path) throws IOException {
            if (result != -LinuxErrno.ENODATA && result != -LinuxErrno.EOPNOTSUPP) {
                Caller.check(result, path);
            }
            return result != -LinuxErrno.EOPNOTSUPP;
        }
    }
}
