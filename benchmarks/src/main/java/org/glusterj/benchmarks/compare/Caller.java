package org.glusterj.benchmarks.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.PageBuffer;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * One caller of a {@link Crew}: its directory, held open so that an operation resolves one name only, and memory for
 * the system calls. Used by one thread at a time; the crew closes it.
 */
final class Caller implements AutoCloseable {
    static final int FILE_BYTES = 4096;

    private static final Syscalls SYS = Syscalls.system();

    private final int number;
    private final int directory;
    private final StatBuf stat = new StatBuf();
    private final PageBuffer buffer = new PageBuffer(FILE_BYTES);

    /** The file of workloads that keep one open from their first turn to their last. */
    int file = -1;

    Caller(int number, String path) throws IOException {
        this.number = number;
        this.directory = check(SYS.openat(At.AT_FDCWD, path, OpenFlags.O_DIRECTORY, 0), path);
    }

    int number() {
        return number;
    }

    int directory() {
        return directory;
    }

    StatBuf stat() {
        return stat;
    }

    /** 4 KiB, page-aligned. */
    MemorySegment buffer() {
        return buffer.segment();
    }

    /** Opens a name of the directory. */
    int open(String name, int flags) throws IOException {
        return check(SYS.openat(directory, name, flags, 0644), name);
    }

    static void close(int fd) throws IOException {
        check(SYS.close(fd), "close");
    }

    /** The result of a system call, unless it is minus errno. */
    static int check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + LinuxErrno.text(result));
        }
        return result;
    }

    /** A transfer that must be complete. */
    static void checkWhole(long result, long bytes, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + LinuxErrno.text((int) result));
        }
        if (result != bytes) {
            throw new IOException(what + ": " + result + " bytes instead of " + bytes);
        }
    }

    @Override
    public void close() {
        SYS.close(directory);
        buffer.close();
    }
}
