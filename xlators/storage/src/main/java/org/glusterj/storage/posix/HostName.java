package org.glusterj.storage.posix;

import org.glusterj.core.Name;
import org.glusterj.core.Payload;
import org.glusterj.linux.At;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;

/** The machine's host name as the kernel has it. Stateless. */
final class HostName {
    private static final String FILE = "/proc/sys/kernel/hostname";
    private static final int MAX_BYTES = 64;

    private HostName() {}

    static String get(Syscalls sys) {
        int fd = sys.openat(At.AT_FDCWD, FILE, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
        if (fd < 0) {
            return "localhost";
        }
        try (var memory = Payload.of(Payload.allocateBuffer(MAX_BYTES).writerIndex(MAX_BYTES))) {
            long got = sys.pread(fd, memory.segments()[0], 0);
            return got <= 0
                    ? "localhost"
                    : Name.ofBytes(memory.toBytes()).substring(0, (int) got).trim();
        } finally {
            sys.close(fd);
        }
    }
}
