package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** {@link ProcessSyscalls} on Linux. Stateless; every call runs on, and speaks of, the caller's thread. */
interface LinuxProcess extends ProcessSyscalls {

    MethodHandle GETPID = Downcall.plain("getpid", INT);
    MethodHandle GETUID = Downcall.plain("getuid", INT);
    MethodHandle GETEUID = Downcall.plain("geteuid", INT);
    MethodHandle GETGID = Downcall.plain("getgid", INT);
    MethodHandle GETEGID = Downcall.plain("getegid", INT);
    MethodHandle UMASK = Downcall.plain("umask", INT, INT);
    MethodHandle RAW_0 = Downcall.raw();
    MethodHandle RAW_INT = Downcall.raw(INT);
    MethodHandle SETGROUPS = Downcall.raw(LONG, PTR);
    MethodHandle GETGROUPS = Downcall.of("getgroups", INT, INT, PTR);
    MethodHandle KILL = Downcall.of("kill", INT, INT, INT);
    MethodHandle WAITPID = Downcall.of("waitpid", INT, INT, PTR, INT);
    MethodHandle PRCTL = Downcall.variadic("prctl", 1, INT, INT, LONG, LONG, LONG, LONG);
    MethodHandle PRCTL_NAME = Downcall.variadic("prctl", 1, INT, INT, PTR);
    MethodHandle SCHED_SETAFFINITY = Downcall.of("sched_setaffinity", INT, INT, LONG, PTR);
    MethodHandle STRERROR = Downcall.plain("strerror", PTR, INT);

    /** Bytes of {@code cpu_set_t}. */
    int CPU_SET_BYTES = 128;

    @Override
    default int getpid() {
        try {
            return (int) GETPID.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int gettid() {
        Scratch s = Scratch.get();
        try {
            return (int) (long) RAW_0.invokeExact(s.errno, Arch.HERE.gettid);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getuid() {
        try {
            return (int) GETUID.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int geteuid() {
        try {
            return (int) GETEUID.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getgid() {
        try {
            return (int) GETGID.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getegid() {
        try {
            return (int) GETEGID.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int setfsuid(int uid) {
        assert !Thread.currentThread().isVirtual() : "its carrier would keep the identity";
        Scratch s = Scratch.get();
        try {
            return (int) (long) RAW_INT.invokeExact(s.errno, Arch.HERE.setfsuid, uid);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int setfsgid(int gid) {
        assert !Thread.currentThread().isVirtual() : "its carrier would keep the identity";
        Scratch s = Scratch.get();
        try {
            return (int) (long) RAW_INT.invokeExact(s.errno, Arch.HERE.setfsgid, gid);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int setgroups(int[] gids) {
        assert !Thread.currentThread().isVirtual() : "its carrier would keep the identity";
        if (gids.length > NGROUPS_MAX) {
            return -LinuxErrno.EINVAL;
        }
        Scratch s = Scratch.get();
        MemorySegment list = s.ints(gids.length);
        MemorySegment.copy(gids, 0, list, ValueLayout.JAVA_INT, 0, gids.length);
        try {
            return (int)
                    s.result(
                            (long)
                                    SETGROUPS.invokeExact(
                                            s.errno,
                                            Arch.HERE.setgroups,
                                            (long) gids.length,
                                            list));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getgroups(int[] gids) {
        Scratch s = Scratch.get();
        int room = Math.min(gids.length, NGROUPS_MAX);
        MemorySegment list = s.ints(room);
        try {
            int count = s.result((int) GETGROUPS.invokeExact(s.errno, room, list));
            if (count > 0 && room > 0) {
                MemorySegment.copy(list, ValueLayout.JAVA_INT, 0, gids, 0, count);
            }
            return count;
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int umask(int mask) {
        try {
            return (int) UMASK.invokeExact(mask);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int kill(int pid, int signal) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) KILL.invokeExact(s.errno, pid, signal));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int waitpid(int pid, int[] status, int options) {
        Scratch s = Scratch.get();
        try {
            int reaped = s.result((int) WAITPID.invokeExact(s.errno, pid, s.struct, options));
            if (reaped > 0) {
                status[0] = s.struct.get(ValueLayout.JAVA_INT, 0);
            }
            return reaped;
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int spawn(Spawn child) {
        return SpawnCall.run(child);
    }

    @Override
    default int prctl(int option, long arg2, long arg3, long arg4, long arg5) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) PRCTL.invokeExact(s.errno, option, arg2, arg3, arg4, arg5));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int threadName(String name) {
        Scratch s = Scratch.get();
        int bad = s.path(name);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) PRCTL_NAME.invokeExact(s.errno, PR_SET_NAME, s.path));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int schedSetAffinity(int tid, int cpu) {
        if (cpu < 0 || cpu >= CPU_SET_BYTES * 8) {
            return -LinuxErrno.EINVAL;
        }
        Scratch s = Scratch.get();
        MemorySegment set = s.struct.asSlice(0, CPU_SET_BYTES).fill((byte) 0);
        set.setAtIndex(ValueLayout.JAVA_LONG, cpu >> 6, 1L << (cpu & 63));
        try {
            return s.result(
                    (int) SCHED_SETAFFINITY.invokeExact(s.errno, tid, (long) CPU_SET_BYTES, set));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    /** libc's text for an errno. */
    static String strerror(int errno) {
        try {
            return Downcall.cString((MemorySegment) STRERROR.invokeExact(errno));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }
}
