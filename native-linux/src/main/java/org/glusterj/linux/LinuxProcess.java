package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** {@link ProcessSyscalls} on Linux. Stateless; every call runs on, and speaks of, the caller's thread. */
interface LinuxProcess extends ProcessSyscalls {

    interface Getpid {
        MethodHandle CALL = Downcall.plain("getpid", INT);
    }

    interface Getuid {
        MethodHandle CALL = Downcall.plain("getuid", INT);
    }

    interface Geteuid {
        MethodHandle CALL = Downcall.plain("geteuid", INT);
    }

    interface Getgid {
        MethodHandle CALL = Downcall.plain("getgid", INT);
    }

    interface Getegid {
        MethodHandle CALL = Downcall.plain("getegid", INT);
    }

    interface Umask {
        MethodHandle CALL = Downcall.plain("umask", INT, INT);
    }

    interface Raw0 {
        MethodHandle CALL = Downcall.raw();
    }

    interface RawInt {
        MethodHandle CALL = Downcall.raw(INT);
    }

    interface Setgroups {
        MethodHandle CALL = Downcall.raw(LONG, PTR);
    }

    interface Getgroups {
        MethodHandle CALL = Downcall.of("getgroups", INT, INT, PTR);
    }

    interface Kill {
        MethodHandle CALL = Downcall.of("kill", INT, INT, INT);
    }

    interface Waitpid {
        MethodHandle CALL = Downcall.of("waitpid", INT, INT, PTR, INT);
    }

    interface Prctl {
        MethodHandle CALL = Downcall.variadic("prctl", 1, INT, INT, LONG, LONG, LONG, LONG);
    }

    interface PrctlName {
        MethodHandle CALL = Downcall.variadic("prctl", 1, INT, INT, PTR);
    }

    interface SchedSetaffinity {
        MethodHandle CALL = Downcall.of("sched_setaffinity", INT, INT, LONG, PTR);
    }

    interface Strerror {
        MethodHandle CALL = Downcall.plain("strerror", PTR, INT);
    }

    /** Bytes of {@code cpu_set_t}. */
    int CPU_SET_BYTES = 128;

    @Override
    default int getpid() {
        try {
            return (int) Getpid.CALL.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int gettid() {
        Scratch s = Scratch.get();
        try {
            return (int) (long) Raw0.CALL.invokeExact(s.errno, Arch.HERE.gettid);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getuid() {
        try {
            return (int) Getuid.CALL.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int geteuid() {
        try {
            return (int) Geteuid.CALL.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getgid() {
        try {
            return (int) Getgid.CALL.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getegid() {
        try {
            return (int) Getegid.CALL.invokeExact();
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int setfsuid(int uid) {
        Scratch s = Scratch.get();
        try {
            return (int) (long) RawInt.CALL.invokeExact(s.errno, Arch.HERE.setfsuid, uid);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int setfsgid(int gid) {
        Scratch s = Scratch.get();
        try {
            return (int) (long) RawInt.CALL.invokeExact(s.errno, Arch.HERE.setfsgid, gid);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int setgroups(int[] gids) {
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
                                    Setgroups.CALL.invokeExact(
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
            int count = s.result((int) Getgroups.CALL.invokeExact(s.errno, room, list));
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
            return (int) Umask.CALL.invokeExact(mask);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int kill(int pid, int signal) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Kill.CALL.invokeExact(s.errno, pid, signal));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int waitpid(int pid, int[] status, int options) {
        Scratch s = Scratch.get();
        try {
            int reaped = s.result((int) Waitpid.CALL.invokeExact(s.errno, pid, s.struct, options));
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
            return s.result((int) Prctl.CALL.invokeExact(s.errno, option, arg2, arg3, arg4, arg5));
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
            return s.result((int) PrctlName.CALL.invokeExact(s.errno, PR_SET_NAME, s.path));
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
                    (int)
                            SchedSetaffinity.CALL.invokeExact(
                                    s.errno, tid, (long) CPU_SET_BYTES, set));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    /** libc's text for an errno. */
    static String strerror(int errno) {
        try {
            return Downcall.cString((MemorySegment) Strerror.CALL.invokeExact(errno));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }
}
