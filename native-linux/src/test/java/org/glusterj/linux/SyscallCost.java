package org.glusterj.linux;

import static org.glusterj.linux.At.AT_FDCWD;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Prints nanoseconds per call; run by hand, asserts nothing. */
final class SyscallCost {

    private static final int CALLS = 200_000;
    private static final int ROUNDS = 7;

    private static long sink;

    private SyscallCost() {}

    public static void main(String[] args) throws IOException {
        Syscalls sys = Syscalls.system();
        Path dir = Files.createTempDirectory("syscall-cost");
        String file = dir + "/f";
        int fd = sys.openat(AT_FDCWD, file, OpenFlags.O_CREAT | OpenFlags.O_RDWR, 0600);
        int dirfd = sys.openat(AT_FDCWD, dir.toString(), OpenFlags.O_RDONLY, 0);
        MemorySegment page = Arena.global().allocate(4096, 4096);
        MemorySegment shared = new PageBuffer(4096).segment();
        StatBuf stat = new StatBuf();
        XattrBuf value = new XattrBuf();
        byte[] gfid = new byte[16];
        sys.write(fd, page);
        sys.fsetxattr(fd, "user.gfid", gfid, 0);
        try {
            measure("getpid (no errno)", sys::getpid);
            measure("gettid (raw, errno)", sys::gettid);
            measure("setfsuid", () -> sys.setfsuid(0));
            measure("lseek", () -> sys.lseek(fd, 0, 0));
            measure("fstatx", () -> sys.fstatx(fd, stat));
            measure("statx at, short name", () -> sys.statx(dirfd, "f", 0, 0x7ff, stat));
            measure("statx path", () -> sys.statx(AT_FDCWD, file, 0, 0x7ff, stat));
            String handle = dir + "/.glusterfs/ab/cd/abcdef01-2345-6789-abcd-ef0123456789";
            measure("statx handle path ENOENT", () -> sys.statx(AT_FDCWD, handle, 0, 1, stat));
            measure("fgetxattr into XattrBuf", () -> sys.fgetxattr(fd, "user.gfid", value));
            measure("fgetxattr into byte[]", () -> sys.fgetxattr(fd, "user.gfid", gfid));
            measure("pread 4 KiB, global", () -> sys.pread(fd, page, 0));
            measure("pread 4 KiB, shared arena", () -> sys.pread(fd, shared, 0));
            measure("pwrite 4 KiB", () -> sys.pwrite(fd, page, 0));
            measure("writev /dev/null-like", () -> sys.writev(-1, page, shared));
            measure("openat+close", () -> sys.close(sys.openat(dirfd, "f", OpenFlags.O_RDONLY, 0)));
            measure("encode 80 byte path", () -> Scratch.get().path(handle));
        } finally {
            sys.unlinkat(AT_FDCWD, file, 0);
            Files.delete(dir);
        }
        System.out.println("(" + sink + ")");
    }

    private static void measure(String what, LongSupplier call) {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        long allocated = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                sink += call.getAsLong();
            }
            best = Math.min(best, System.nanoTime() - start);
            allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        }
        System.out.printf(
                "%-28s %6.0f ns %6.1f B%n",
                what, (double) best / CALLS, (double) allocated / CALLS);
    }
}
