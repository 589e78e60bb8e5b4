package org.glusterj.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The least FUSE file system: one root directory, answering INIT and GETATTR, ENOSYS to all else. Reads and answers on
 * the thread that calls {@link #serve}; borrows the device.
 */
final class FuseServer implements AutoCloseable {

    static final int INIT = 26;
    static final int GETATTR = 3;

    private static final int FORGET = 2;
    private static final int DEADLINE_MILLIS = 10_000;
    private static final int MAX_WRITE = 128 << 10;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private final Syscalls sys = Syscalls.system();
    private final PageBuffer request = new PageBuffer(MAX_WRITE + 4096);
    private final PageBuffer reply = new PageBuffer(4096);
    private final int device;

    FuseServer(int device) {
        this.device = device;
    }

    /** Answers requests until one of {@code opcode} was answered; returns 0, or minus errno of the device. */
    int serveUntil(int opcode) {
        while (true) {
            int ready = sys.poll(device, PollFds.POLLIN, DEADLINE_MILLIS);
            if (ready <= 0) {
                return ready == 0 ? -LinuxErrno.ETIMEDOUT : ready;
            }
            long bytes = sys.read(device, request.segment());
            if (bytes < 0) {
                return (int) bytes;
            }
            int asked = request.segment().get(INT, 4);
            if (asked != FORGET) {
                answer(asked);
            }
            if (asked == opcode) {
                return 0;
            }
        }
    }

    private void answer(int opcode) {
        MemorySegment header = reply.segment().asSlice(0, 16);
        MemorySegment body = reply.segment().asSlice(16, 104).fill((byte) 0);
        long size =
                switch (opcode) {
                    case INIT -> init(body);
                    case GETATTR -> attributes(body);
                    default -> 0;
                };
        header.set(INT, 0, (int) (16 + size));
        header.set(INT, 4, size == 0 ? -LinuxErrno.ENOSYS : 0);
        header.set(ValueLayout.JAVA_LONG, 8, request.segment().get(ValueLayout.JAVA_LONG, 8));
        long written = sys.writev(device, header, body.asSlice(0, size));
        if (written != 16 + size) {
            throw new AssertionError("reply to " + opcode + ": " + written);
        }
    }

    private long init(MemorySegment body) {
        body.set(INT, 0, 7);
        body.set(INT, 4, Math.min(request.segment().get(INT, 44), 31));
        body.set(INT, 20, MAX_WRITE);
        body.set(INT, 24, 1);
        return 64;
    }

    /** attr_valid 0, then attr at 16: ino 0, mode 60, nlink 64. */
    private static long attributes(MemorySegment body) {
        body.set(ValueLayout.JAVA_LONG, 16, 1);
        body.set(INT, 16 + 60, FileMode.S_IFDIR | 0751);
        body.set(INT, 16 + 64, 2);
        return 104;
    }

    @Override
    public void close() {
        request.close();
        reply.close();
    }
}
