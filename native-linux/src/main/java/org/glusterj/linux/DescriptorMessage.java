package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * One byte and one descriptor over a local socket (SCM_RIGHTS). Stateless; uses the calling thread's {@link Scratch},
 * laid out as (64-bit, host byte order)
 *
 * <pre>
 * 0   msghdr: name 0 · namelen 8 · iov 16 · iovlen 24 · control 32 · controllen 40 · flags 48 (u32)      56 bytes
 * 64  cmsghdr: len 0 (u64, 20) · level 8 (SOL_SOCKET 1) · type 12 (SCM_RIGHTS 1) · descriptor 16 (i32)   24 bytes
 * 96  iovec: base 0 · len 8                                                                              16 bytes
 * 112 the byte
 * </pre>
 */
final class DescriptorMessage {

    private static final MethodHandle RECVMSG = Downcall.of("recvmsg", LONG, INT, PTR, INT);
    private static final MethodHandle SENDMSG = Downcall.of("sendmsg", LONG, INT, PTR, INT);

    private static final int BYTES = 128;
    private static final int CONTROL = 64;
    private static final int CONTROL_BYTES = 24;
    private static final int CMSG_LEN = 20;
    private static final int IOVEC = 96;
    private static final int DATA = 112;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    private DescriptorMessage() {}

    /** The descriptor, close-on-exec; {@code -ECONNRESET} at the end, {@code -EBADMSG} for a byte without one. */
    static int receive(int socket) {
        Scratch s = Scratch.get();
        MemorySegment m = prepare(s);
        long received;
        try {
            received = s.result((long) RECVMSG.invokeExact(s.errno, socket, m, MSG_CMSG_CLOEXEC));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
        if (received <= 0) {
            return received == 0 ? -LinuxErrno.ECONNRESET : (int) received;
        }
        boolean descriptor =
                m.get(ValueLayout.JAVA_LONG, 40) >= CMSG_LEN
                        && m.get(ValueLayout.JAVA_LONG, CONTROL) == CMSG_LEN
                        && m.get(ValueLayout.JAVA_INT, CONTROL + 8) == SOL_SOCKET
                        && m.get(ValueLayout.JAVA_INT, CONTROL + 12) == SCM_RIGHTS;
        return descriptor ? m.get(ValueLayout.JAVA_INT, CONTROL + 16) : -LinuxErrno.EBADMSG;
    }

    /** Bytes sent (1) or minus errno. */
    static int send(int socket, int fd) {
        Scratch s = Scratch.get();
        MemorySegment m = prepare(s);
        m.set(ValueLayout.JAVA_LONG, CONTROL, CMSG_LEN);
        m.set(ValueLayout.JAVA_INT, CONTROL + 8, SOL_SOCKET);
        m.set(ValueLayout.JAVA_INT, CONTROL + 12, SCM_RIGHTS);
        m.set(ValueLayout.JAVA_INT, CONTROL + 16, fd);
        try {
            return (int) s.result((long) SENDMSG.invokeExact(s.errno, socket, m, MSG_NOSIGNAL));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    private static MemorySegment prepare(Scratch s) {
        MemorySegment m = s.struct.asSlice(0, BYTES).fill((byte) 0);
        m.set(ValueLayout.JAVA_LONG, 16, m.address() + IOVEC);
        m.set(ValueLayout.JAVA_LONG, 24, 1);
        m.set(ValueLayout.JAVA_LONG, 32, m.address() + CONTROL);
        m.set(ValueLayout.JAVA_LONG, 40, CONTROL_BYTES);
        m.set(ValueLayout.JAVA_LONG, IOVEC, m.address() + DATA);
        m.set(ValueLayout.JAVA_LONG, IOVEC + 8, 1);
        return m;
    }
}
