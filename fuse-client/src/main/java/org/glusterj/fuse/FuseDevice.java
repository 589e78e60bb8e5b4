package org.glusterj.fuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.linux.At;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;

/**
 * The descriptors of one connection: the one that was mounted and clones of it, one per reader, so that readers do not
 * contend. A reply goes to the descriptor its request came from. Owns them all; opening and closing happen on the
 * session's thread.
 */
final class FuseDevice implements AutoCloseable {
    private static final String PATH = "/dev/fuse";

    private final Syscalls sys = Syscalls.system();
    private final List<Integer> descriptors = new ArrayList<>();

    private FuseDevice(int first) {
        descriptors.add(first);
    }

    /** @throws IOException with the remedy when there is no FUSE here */
    static FuseDevice open() throws IOException {
        int fd = openPath();
        if (fd < 0) {
            throw new IOException(
                    PATH
                            + ": "
                            + LinuxErrno.text(fd)
                            + (fd == -LinuxErrno.ENOENT || fd == -LinuxErrno.ENODEV
                                    ? " (is the kernel module fuse loaded?)"
                                    : ""));
        }
        return new FuseDevice(fd);
    }

    /** Takes over a descriptor that somebody else has opened and mounted. */
    static FuseDevice of(int descriptor) {
        return new FuseDevice(descriptor);
    }

    private static int openPath() {
        return Syscalls.system()
                .openat(At.AT_FDCWD, PATH, OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
    }

    int first() {
        return descriptors.getFirst();
    }

    /** The descriptor of reader {@code i}; the first one where no clone could be made. */
    int descriptor(int i) {
        return i < descriptors.size() ? descriptors.get(i) : first();
    }

    /** Makes clones until there are {@code count} descriptors; fewer when the kernel refuses, which works as well. */
    void cloneUpTo(int count) {
        while (descriptors.size() < count) {
            int fd = openPath();
            if (fd < 0) {
                return;
            }
            if (sys.ioctlPointer(fd, DeviceSyscalls.FUSE_DEV_IOC_CLONE, first()) < 0) {
                sys.close(fd);
                return;
            }
            descriptors.add(fd);
        }
    }

    @Override
    public void close() {
        descriptors.forEach(sys::close);
        descriptors.clear();
    }
}
