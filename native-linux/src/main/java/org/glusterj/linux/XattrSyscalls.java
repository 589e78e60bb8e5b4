package org.glusterj.linux;

import java.lang.foreign.MemorySegment;

/**
 * Extended attributes by descriptor ({@code f…}), by path with links followed, and by path without following the last
 * link ({@code l…}). Conventions, threads and ownership: {@link Syscalls}. A name is 1 to 255 bytes
 * ({@code -ERANGE} otherwise), a value at most 65,536. Results are the value's (the list's) size; an empty buffer
 * asks for the size alone; {@code -ERANGE} means the buffer is too small.
 *
 * <p>Descriptors opened with {@code O_PATH} answer {@code -EBADF}: use {@link ProcFd#path(int)} with the following
 * form. Symbolic links can be reached by the {@code l…} forms only.
 */
public interface XattrSyscalls {

    int XATTR_CREATE = 1;
    int XATTR_REPLACE = 2;

    /** Largest value, and largest list of names, in bytes. */
    int XATTR_SIZE_MAX = 65_536;

    /** Longest name in bytes. */
    int XATTR_NAME_MAX = 255;

    int fgetxattr(int fd, String name, MemorySegment value);

    int getxattr(String path, String name, MemorySegment value);

    int lgetxattr(String path, String name, MemorySegment value);

    int fsetxattr(int fd, String name, MemorySegment value, int flags);

    int setxattr(String path, String name, MemorySegment value, int flags);

    int lsetxattr(String path, String name, MemorySegment value, int flags);

    int flistxattr(int fd, MemorySegment names);

    int listxattr(String path, MemorySegment names);

    int llistxattr(String path, MemorySegment names);

    int fremovexattr(int fd, String name);

    int removexattr(String path, String name);

    int lremovexattr(String path, String name);

    // The forms below serve callers that have no native memory of their own.

    default int fgetxattr(int fd, String name, byte[] value) {
        MemorySegment scratch = Scratch.value(value.length);
        return Scratch.copyOut(fgetxattr(fd, name, scratch), scratch, value);
    }

    default int getxattr(String path, String name, byte[] value) {
        MemorySegment scratch = Scratch.value(value.length);
        return Scratch.copyOut(getxattr(path, name, scratch), scratch, value);
    }

    default int lgetxattr(String path, String name, byte[] value) {
        MemorySegment scratch = Scratch.value(value.length);
        return Scratch.copyOut(lgetxattr(path, name, scratch), scratch, value);
    }

    default int fgetxattr(int fd, String name, XattrBuf value) {
        int size = fgetxattr(fd, name, value.small());
        return value.filled(
                size == -LinuxErrno.ERANGE ? fgetxattr(fd, name, value.segment()) : size);
    }

    default int getxattr(String path, String name, XattrBuf value) {
        int size = getxattr(path, name, value.small());
        return value.filled(
                size == -LinuxErrno.ERANGE ? getxattr(path, name, value.segment()) : size);
    }

    default int lgetxattr(String path, String name, XattrBuf value) {
        int size = lgetxattr(path, name, value.small());
        return value.filled(
                size == -LinuxErrno.ERANGE ? lgetxattr(path, name, value.segment()) : size);
    }

    default int fsetxattr(int fd, String name, byte[] value, int flags) {
        return value.length > XATTR_SIZE_MAX
                ? -LinuxErrno.E2BIG
                : fsetxattr(fd, name, Scratch.value(value), flags);
    }

    default int setxattr(String path, String name, byte[] value, int flags) {
        return value.length > XATTR_SIZE_MAX
                ? -LinuxErrno.E2BIG
                : setxattr(path, name, Scratch.value(value), flags);
    }

    default int lsetxattr(String path, String name, byte[] value, int flags) {
        return value.length > XATTR_SIZE_MAX
                ? -LinuxErrno.E2BIG
                : lsetxattr(path, name, Scratch.value(value), flags);
    }

    default int flistxattr(int fd, XattrBuf names) {
        int size = flistxattr(fd, names.small());
        return names.filled(size == -LinuxErrno.ERANGE ? flistxattr(fd, names.segment()) : size);
    }

    default int listxattr(String path, XattrBuf names) {
        int size = listxattr(path, names.small());
        return names.filled(size == -LinuxErrno.ERANGE ? listxattr(path, names.segment()) : size);
    }

    default int llistxattr(String path, XattrBuf names) {
        int size = llistxattr(path, names.small());
        return names.filled(size == -LinuxErrno.ERANGE ? llistxattr(path, names.segment()) : size);
    }
}
