package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * {@link PathSyscalls} on Linux. Stateless; every call runs on the caller's thread with that thread's
 * {@link Scratch}.
 */
interface LinuxPaths extends PathSyscalls {

    MethodHandle OPENAT = Downcall.variadic("openat", 3, INT, INT, PTR, INT, INT);
    MethodHandle OPENAT2 = Downcall.raw(INT, PTR, PTR, LONG);
    MethodHandle STATX = Downcall.of("statx", INT, INT, PTR, INT, INT, PTR);
    MethodHandle STATVFS = Downcall.of("statvfs", INT, PTR, PTR);
    MethodHandle MKDIRAT = Downcall.of("mkdirat", INT, INT, PTR, INT);
    MethodHandle MKNODAT = Downcall.of("mknodat", INT, INT, PTR, INT, LONG);
    MethodHandle SYMLINKAT = Downcall.of("symlinkat", INT, PTR, INT, PTR);
    MethodHandle READLINKAT = Downcall.of("readlinkat", LONG, INT, PTR, PTR, LONG);
    MethodHandle LINKAT = Downcall.of("linkat", INT, INT, PTR, INT, PTR, INT);
    MethodHandle UNLINKAT = Downcall.of("unlinkat", INT, INT, PTR, INT);
    MethodHandle RENAMEAT2 = Downcall.of("renameat2", INT, INT, PTR, INT, PTR, INT);
    MethodHandle TRUNCATE = Downcall.of("truncate", INT, PTR, LONG);
    MethodHandle FCHMODAT = Downcall.of("fchmodat", INT, INT, PTR, INT, INT);
    MethodHandle FCHOWNAT = Downcall.of("fchownat", INT, INT, PTR, INT, INT, INT);
    MethodHandle UTIMENSAT = Downcall.of("utimensat", INT, INT, PTR, PTR, INT);
    MethodHandle FACCESSAT = Downcall.of("faccessat", INT, INT, PTR, INT, INT);

    /** Bytes of {@code struct open_how}: flags, mode and resolve, each u64. */
    long OPEN_HOW_BYTES = 24;

    @Override
    default int openat(int dirfd, String path, int flags, int mode) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) OPENAT.invokeExact(s.errno, dirfd, s.path, flags, mode));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int openat2(int dirfd, String path, int flags, int mode, long resolve) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        MemorySegment how = s.struct;
        how.set(ValueLayout.JAVA_LONG, 0, Integer.toUnsignedLong(flags));
        how.set(ValueLayout.JAVA_LONG, 8, Integer.toUnsignedLong(mode));
        how.set(ValueLayout.JAVA_LONG, 16, resolve);
        try {
            return (int)
                    s.result(
                            (long)
                                    OPENAT2.invokeExact(
                                            s.errno,
                                            Arch.HERE.openat2,
                                            dirfd,
                                            s.path,
                                            how,
                                            OPEN_HOW_BYTES));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int statx(int dirfd, String path, int flags, int mask, StatBuf into) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result(
                    (int) STATX.invokeExact(s.errno, dirfd, s.path, flags, mask, into.segment()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int statvfs(String path, StatvfsBuf into) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) STATVFS.invokeExact(s.errno, s.path, into.segment()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int mkdirat(int dirfd, String path, int mode) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) MKDIRAT.invokeExact(s.errno, dirfd, s.path, mode));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int mknodat(int dirfd, String path, int mode, long dev) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) MKNODAT.invokeExact(s.errno, dirfd, s.path, mode, dev));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int symlinkat(String target, int dirfd, String path) {
        Scratch s = Scratch.get();
        int bad = s.paths(target, path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) SYMLINKAT.invokeExact(s.errno, s.path, dirfd, s.path2));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int readlinkat(int dirfd, String path, MemorySegment target) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return (int)
                    s.result(
                            (long)
                                    READLINKAT.invokeExact(
                                            s.errno, dirfd, s.path, target, target.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int linkat(int oldDirfd, String oldPath, int newDirfd, String newPath, int flags) {
        Scratch s = Scratch.get();
        int bad = s.paths(oldPath, newPath);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result(
                    (int) LINKAT.invokeExact(s.errno, oldDirfd, s.path, newDirfd, s.path2, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int unlinkat(int dirfd, String path, int flags) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) UNLINKAT.invokeExact(s.errno, dirfd, s.path, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int renameat2(int oldDirfd, String oldPath, int newDirfd, String newPath, int flags) {
        Scratch s = Scratch.get();
        int bad = s.paths(oldPath, newPath);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result(
                    (int)
                            RENAMEAT2.invokeExact(
                                    s.errno, oldDirfd, s.path, newDirfd, s.path2, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int truncate(String path, long size) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) TRUNCATE.invokeExact(s.errno, s.path, size));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fchmodat(int dirfd, String path, int mode, int flags) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) FCHMODAT.invokeExact(s.errno, dirfd, s.path, mode, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fchownat(int dirfd, String path, int uid, int gid, int flags) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) FCHOWNAT.invokeExact(s.errno, dirfd, s.path, uid, gid, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int utimensat(
            int dirfd,
            String path,
            long atimeSec,
            long atimeNsec,
            long mtimeSec,
            long mtimeNsec,
            int flags) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        s.times(atimeSec, atimeNsec, mtimeSec, mtimeNsec);
        try {
            return s.result((int) UTIMENSAT.invokeExact(s.errno, dirfd, s.path, s.struct, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int faccessat(int dirfd, String path, int mode, int flags) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) FACCESSAT.invokeExact(s.errno, dirfd, s.path, mode, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }
}
