package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@link XattrSyscalls} on Linux. Stateless; every call runs on the caller's thread with that thread's
 * {@link Scratch}.
 */
interface LinuxXattrs extends XattrSyscalls {

    MethodHandle FGETXATTR = Downcall.of("fgetxattr", LONG, INT, PTR, PTR, LONG);
    MethodHandle GETXATTR = Downcall.of("getxattr", LONG, PTR, PTR, PTR, LONG);
    MethodHandle LGETXATTR = Downcall.of("lgetxattr", LONG, PTR, PTR, PTR, LONG);
    MethodHandle FSETXATTR = Downcall.of("fsetxattr", INT, INT, PTR, PTR, LONG, INT);
    MethodHandle SETXATTR = Downcall.of("setxattr", INT, PTR, PTR, PTR, LONG, INT);
    MethodHandle LSETXATTR = Downcall.of("lsetxattr", INT, PTR, PTR, PTR, LONG, INT);
    MethodHandle FLISTXATTR = Downcall.of("flistxattr", LONG, INT, PTR, LONG);
    MethodHandle LISTXATTR = Downcall.of("listxattr", LONG, PTR, PTR, LONG);
    MethodHandle LLISTXATTR = Downcall.of("llistxattr", LONG, PTR, PTR, LONG);
    MethodHandle FREMOVEXATTR = Downcall.of("fremovexattr", INT, INT, PTR);
    MethodHandle REMOVEXATTR = Downcall.of("removexattr", INT, PTR, PTR);
    MethodHandle LREMOVEXATTR = Downcall.of("lremovexattr", INT, PTR, PTR);

    @Override
    default int fgetxattr(int fd, String name, MemorySegment value) {
        Scratch s = Scratch.get();
        int bad = s.name(name);
        if (bad != 0) {
            return bad;
        }
        try {
            return (int)
                    s.result(
                            (long)
                                    FGETXATTR.invokeExact(
                                            s.errno, fd, s.name, value, value.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getxattr(String path, String name, MemorySegment value) {
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        if (bad != 0) {
            return bad;
        }
        try {
            return (int)
                    s.result(
                            (long)
                                    GETXATTR.invokeExact(
                                            s.errno, s.path, s.name, value, value.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int lgetxattr(String path, String name, MemorySegment value) {
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        if (bad != 0) {
            return bad;
        }
        try {
            return (int)
                    s.result(
                            (long)
                                    LGETXATTR.invokeExact(
                                            s.errno, s.path, s.name, value, value.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fsetxattr(int fd, String name, MemorySegment value, int flags) {
        Scratch s = Scratch.get();
        int bad = s.name(name);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result(
                    (int)
                            FSETXATTR.invokeExact(
                                    s.errno, fd, s.name, value, value.byteSize(), flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int setxattr(String path, String name, MemorySegment value, int flags) {
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result(
                    (int)
                            SETXATTR.invokeExact(
                                    s.errno, s.path, s.name, value, value.byteSize(), flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int lsetxattr(String path, String name, MemorySegment value, int flags) {
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result(
                    (int)
                            LSETXATTR.invokeExact(
                                    s.errno, s.path, s.name, value, value.byteSize(), flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int flistxattr(int fd, MemorySegment names) {
        Scratch s = Scratch.get();
        try {
            return (int)
                    s.result((long) FLISTXATTR.invokeExact(s.errno, fd, names, names.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int listxattr(String path, MemorySegment names) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return (int)
                    s.result(
                            (long) LISTXATTR.invokeExact(s.errno, s.path, names, names.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int llistxattr(String path, MemorySegment names) {
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return (int)
                    s.result(
                            (long)
                                    LLISTXATTR.invokeExact(
                                            s.errno, s.path, names, names.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fremovexattr(int fd, String name) {
        Scratch s = Scratch.get();
        int bad = s.name(name);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) FREMOVEXATTR.invokeExact(s.errno, fd, s.name));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int removexattr(String path, String name) {
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) REMOVEXATTR.invokeExact(s.errno, s.path, s.name));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int lremovexattr(String path, String name) {
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) LREMOVEXATTR.invokeExact(s.errno, s.path, s.name));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }
}
