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

    interface Fgetxattr {
        MethodHandle CALL = Downcall.of("fgetxattr", LONG, INT, PTR, PTR, LONG);
    }

    interface Getxattr {
        MethodHandle CALL = Downcall.of("getxattr", LONG, PTR, PTR, PTR, LONG);
    }

    interface Lgetxattr {
        MethodHandle CALL = Downcall.of("lgetxattr", LONG, PTR, PTR, PTR, LONG);
    }

    interface Fsetxattr {
        MethodHandle CALL = Downcall.of("fsetxattr", INT, INT, PTR, PTR, LONG, INT);
    }

    interface Setxattr {
        MethodHandle CALL = Downcall.of("setxattr", INT, PTR, PTR, PTR, LONG, INT);
    }

    interface Lsetxattr {
        MethodHandle CALL = Downcall.of("lsetxattr", INT, PTR, PTR, PTR, LONG, INT);
    }

    interface Flistxattr {
        MethodHandle CALL = Downcall.of("flistxattr", LONG, INT, PTR, LONG);
    }

    interface Listxattr {
        MethodHandle CALL = Downcall.of("listxattr", LONG, PTR, PTR, LONG);
    }

    interface Llistxattr {
        MethodHandle CALL = Downcall.of("llistxattr", LONG, PTR, PTR, LONG);
    }

    interface Fremovexattr {
        MethodHandle CALL = Downcall.of("fremovexattr", INT, INT, PTR);
    }

    interface Removexattr {
        MethodHandle CALL = Downcall.of("removexattr", INT, PTR, PTR);
    }

    interface Lremovexattr {
        MethodHandle CALL = Downcall.of("lremovexattr", INT, PTR, PTR);
    }

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
                                    Fgetxattr.CALL.invokeExact(
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
                                    Getxattr.CALL.invokeExact(
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
                                    Lgetxattr.CALL.invokeExact(
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
                            Fsetxattr.CALL.invokeExact(
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
                            Setxattr.CALL.invokeExact(
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
                            Lsetxattr.CALL.invokeExact(
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
                    s.result(
                            (long)
                                    Flistxattr.CALL.invokeExact(
                                            s.errno, fd, names, names.byteSize()));
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
                            (long)
                                    Listxattr.CALL.invokeExact(
                                            s.errno, s.path, names, names.byteSize()));
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
                                    Llistxattr.CALL.invokeExact(
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
            return s.result((int) Fremovexattr.CALL.invokeExact(s.errno, fd, s.name));
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
            return s.result((int) Removexattr.CALL.invokeExact(s.errno, s.path, s.name));
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
            return s.result((int) Lremovexattr.CALL.invokeExact(s.errno, s.path, s.name));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }
}
