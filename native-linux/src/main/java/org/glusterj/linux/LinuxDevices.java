package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * {@link DeviceSyscalls} on Linux. Stateless; every call runs on the caller's thread with that thread's
 * {@link Scratch}.
 */
interface LinuxDevices extends DeviceSyscalls {

    interface Mount {
        MethodHandle CALL = Downcall.of("mount", INT, PTR, PTR, PTR, LONG, PTR);
    }

    interface Umount2 {
        MethodHandle CALL = Downcall.of("umount2", INT, PTR, INT);
    }

    interface Unshare {
        MethodHandle CALL = Downcall.of("unshare", INT, INT);
    }

    interface Ioctl {
        MethodHandle CALL = Downcall.variadic("ioctl", 2, INT, INT, LONG, PTR);
    }

    interface IoctlLong {
        MethodHandle CALL = Downcall.variadic("ioctl", 2, INT, INT, LONG, LONG);
    }

    interface Poll {
        MethodHandle CALL = Downcall.of("poll", INT, PTR, LONG, INT);
    }

    interface Eventfd {
        MethodHandle CALL = Downcall.of("eventfd", INT, INT, INT);
    }

    interface Pipe2 {
        MethodHandle CALL = Downcall.of("pipe2", INT, PTR, INT);
    }

    interface Dup {
        MethodHandle CALL = Downcall.of("dup", INT, INT);
    }

    interface Dup2 {
        MethodHandle CALL = Downcall.of("dup2", INT, INT, INT);
    }

    interface Fcntl {
        MethodHandle CALL = Downcall.variadic("fcntl", 2, INT, INT, INT, INT);
    }

    interface FcntlLock {
        MethodHandle CALL = Downcall.variadic("fcntl", 2, INT, INT, INT, PTR);
    }

    interface Flock {
        MethodHandle CALL = Downcall.of("flock", INT, INT, INT);
    }

    interface Socketpair {
        MethodHandle CALL = Downcall.of("socketpair", INT, INT, INT, INT, PTR);
    }

    @Override
    default int mount(String source, String target, String type, long flags, String data) {
        Scratch s = Scratch.get();
        MemorySegment options = Scratch.value(Syscalls.PATH_MAX);
        int bad = s.paths(source == null ? "" : source, target);
        if (bad == 0 && type != null) {
            bad = Scratch.encode(type, s.name, LinuxErrno.EINVAL);
        }
        if (bad == 0 && data != null) {
            bad = Scratch.encode(data, options, LinuxErrno.EINVAL);
        }
        if (bad != 0) {
            return bad;
        }
        MemorySegment from = source == null ? MemorySegment.NULL : s.path;
        MemorySegment kind = type == null ? MemorySegment.NULL : s.name;
        MemorySegment with = data == null ? MemorySegment.NULL : options;
        try {
            return s.result(
                    (int) Mount.CALL.invokeExact(s.errno, from, s.path2, kind, flags, with));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int umount2(String target, int flags) {
        Scratch s = Scratch.get();
        int bad = s.path(target);
        if (bad != 0) {
            return bad;
        }
        try {
            return s.result((int) Umount2.CALL.invokeExact(s.errno, s.path, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int unshare(int flags) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Unshare.CALL.invokeExact(s.errno, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int ioctl(int fd, long request, MemorySegment argument) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Ioctl.CALL.invokeExact(s.errno, fd, request, argument));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int ioctl(int fd, long request, long argument) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) IoctlLong.CALL.invokeExact(s.errno, fd, request, argument));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int ioctlPointer(int fd, long request, int value) {
        MemorySegment pointed = Scratch.get().struct;
        pointed.set(ValueLayout.JAVA_INT, 0, value);
        return ioctl(fd, request, pointed);
    }

    @Override
    default int poll(PollFds fds, int timeoutMillis) {
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (int)
                            Poll.CALL.invokeExact(
                                    s.errno, fds.segment(), (long) fds.size(), timeoutMillis));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int poll(int fd, int events, int timeoutMillis) {
        Scratch s = Scratch.get();
        s.struct.set(ValueLayout.JAVA_INT, 0, fd);
        s.struct.set(ValueLayout.JAVA_INT, 4, events & 0xffff);
        try {
            int ready = s.result((int) Poll.CALL.invokeExact(s.errno, s.struct, 1L, timeoutMillis));
            return ready <= 0
                    ? ready
                    : Short.toUnsignedInt(s.struct.get(ValueLayout.JAVA_SHORT, 6));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int eventfd(int initial, int flags) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Eventfd.CALL.invokeExact(s.errno, initial, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int pipe2(int[] ends, int flags) {
        Scratch s = Scratch.get();
        try {
            int result = s.result((int) Pipe2.CALL.invokeExact(s.errno, s.struct, flags));
            if (result == 0) {
                ends[0] = s.struct.get(ValueLayout.JAVA_INT, 0);
                ends[1] = s.struct.get(ValueLayout.JAVA_INT, 4);
            }
            return result;
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int dup(int fd) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Dup.CALL.invokeExact(s.errno, fd));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int dup2(int fd, int as) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Dup2.CALL.invokeExact(s.errno, fd, as));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fcntl(int fd, int command, int argument) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Fcntl.CALL.invokeExact(s.errno, fd, command, argument));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fcntlLock(int fd, int command, int type, long start, long length) {
        Scratch s = Scratch.get();
        // struct flock: l_type i16 @0, l_whence i16 @2, l_start @8, l_len @16, l_pid i32 @24
        s.struct.asSlice(0, 32).fill((byte) 0);
        s.struct.set(ValueLayout.JAVA_SHORT, 0, (short) type);
        s.struct.set(ValueLayout.JAVA_LONG, 8, start);
        s.struct.set(ValueLayout.JAVA_LONG, 16, length);
        try {
            return s.result((int) FcntlLock.CALL.invokeExact(s.errno, fd, command, s.struct));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int flock(int fd, int operation) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Flock.CALL.invokeExact(s.errno, fd, operation));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int socketpair(int domain, int type, int protocol, int[] ends) {
        Scratch s = Scratch.get();
        try {
            int result =
                    s.result(
                            (int)
                                    Socketpair.CALL.invokeExact(
                                            s.errno, domain, type, protocol, s.struct));
            if (result == 0) {
                ends[0] = s.struct.get(ValueLayout.JAVA_INT, 0);
                ends[1] = s.struct.get(ValueLayout.JAVA_INT, 4);
            }
            return result;
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int receiveFd(int socket) {
        return DescriptorMessage.receive(socket);
    }

    @Override
    default int sendFd(int socket, int fd) {
        return DescriptorMessage.send(socket, fd);
    }
}
