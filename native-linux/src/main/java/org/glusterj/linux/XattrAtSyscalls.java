package org.glusterj.linux;

import java.lang.foreign.MemorySegment;

/**
 * Extended attributes of a name below a directory descriptor; the last link is never followed. Conventions as in {@link
 * XattrSyscalls}. Linux 6.13 has system calls for this; on an older one they become the {@code l…} calls on a path
 * through {@code /proc/self/fd}, which cost about 3 µs more.
 */
public interface XattrAtSyscalls {

    int getxattrat(int dirfd, String path, String name, MemorySegment value);

    int setxattrat(int dirfd, String path, String name, MemorySegment value, int flags);

    int listxattrat(int dirfd, String path, MemorySegment names);

    int removexattrat(int dirfd, String path, String name);

    default int getxattrat(int dirfd, String path, String name, XattrBuf value) {
        int size = getxattrat(dirfd, path, name, value.small());
        return value.filled(
                size == -LinuxErrno.ERANGE ? getxattrat(dirfd, path, name, value.segment()) : size);
    }

    default int listxattrat(int dirfd, String path, XattrBuf names) {
        int size = listxattrat(dirfd, path, names.small());
        return names.filled(
                size == -LinuxErrno.ERANGE ? listxattrat(dirfd, path, names.segment()) : size);
    }

    default int setxattrat(int dirfd, String path, String name, byte[] value, int flags) {
        return value.length > XattrSyscalls.XATTR_SIZE_MAX
                ? -LinuxErrno.E2BIG
                : setxattrat(dirfd, path, name, Scratch.value(value), flags);
    }
}
