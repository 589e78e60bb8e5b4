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

    interface Openat {
        MethodHandle CALL = Downcall.variadic("openat", 3, INT, INT, PTR, INT, INT);
    }

    interface Openat2 {
        MethodHandle CALL = Downcall.raw(INT, PTR, PTR, LONG);
    }

    interface Statx {
        MethodHandle CALL = Downcall.of("statx", INT, INT, PTR, INT, INT, PTR);
    }

    interface Statvfs {
        MethodHandle CALL = Downcall.of("statvfs", INT, PTR, PTR);
    }

    interface Mkdirat {
        MethodHandle CALL = Downcall.of("mkdirat", INT, INT, PTR, INT);
    }

    interface Mknodat {
        MethodHandle CALL = Downcall.of("mknodat", INT, INT, PTR, INT, LONG);
    }

    interface Symlinkat {
        MethodHandle CALL = Downcall.of("symlinkat", INT, PTR, INT, PTR);
    }

    interface Readlinkat {
        MethodHandle CALL = Downcall.of("readlinkat", LONG, INT, PTR, PTR, LONG);
    }

    interface Linkat {
        MethodHandle CALL = Downcall.of("linkat", INT, INT, PTR, INT, PTR, INT);
    }

    interface Unlinkat {
        MethodHandle CALL = Downcall.of("unlinkat", INT, INT, PTR, INT);
    }

    interface Renameat2 {
        MethodHandle CALL = Downcall.of("renameat2", INT, INT, PTR, INT, PTR, INT);
    }

    interface Truncate {
        MethodHandle CALL = Downcall.of("truncate", INT, PTR, LONG);
    }

    interface Fchmodat {
        MethodHandle CALL = Downcall.of("fchmodat", INT, INT, PTR, INT, INT);
    }

    interface Fchownat {
        MethodHandle CALL = Downcall.of("fchownat", INT, INT, PTR, INT, INT, INT);
    }

    interface Utimensat {
        MethodHandle CALL = Downcall.of("utimensat", INT, INT, PTR, PTR, INT);
    }

    interface Faccessat {
        MethodHandle CALL = Downcall.of("faccessat", INT, INT, PTR, INT, INT);
    }

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
            return s.result((int) Openat.CALL.invokeExact(s.errno, dirfd, s.path, flags, mode));
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
                                    Openat2.CALL.invokeExact(
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
                    (int)
                            Statx.CALL.invokeExact(
                                    s.errno, dirfd, s.path, flags, mask, into.segment()));
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
            return s.result((int) Statvfs.CALL.invokeExact(s.errno, s.path, into.segment()));
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
            return s.result((int) Mkdirat.CALL.invokeExact(s.errno, dirfd, s.path, mode));
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
            return s.result((int) Mknodat.CALL.invokeExact(s.errno, dirfd, s.path, mode, dev));
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
            return s.result((int) Symlinkat.CALL.invokeExact(s.errno, s.path, dirfd, s.path2));
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
                                    Readlinkat.CALL.invokeExact(
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
                    (int)
                            Linkat.CALL.invokeExact(
                                    s.errno, oldDirfd, s.path, newDirfd, s.path2, flags));
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
            return s.result((int) Unlinkat.CALL.invokeExact(s.errno, dirfd, s.path, flags));
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
                            Renameat2.CALL.invokeExact(
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
            return s.result((int) Truncate.CALL.invokeExact(s.errno, s.path, size));
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
            return s.result((int) Fchmodat.CALL.invokeExact(s.errno, dirfd, s.path, mode, flags));
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
            return s.result(
                    (int) Fchownat.CALL.invokeExact(s.errno, dirfd, s.path, uid, gid, flags));
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
            return s.result(
                    (int) Utimensat.CALL.invokeExact(s.errno, dirfd, s.path, s.struct, flags));
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
            return s.result((int) Faccessat.CALL.invokeExact(s.errno, dirfd, s.path, mode, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }
}
