package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * The memory one thread needs around its system calls: captured errno, two paths, an attribute name, small structs
 * and, from first use on, attribute values and iovecs. One per thread, in the only thread-local of the tree; the
 * memory goes when the thread's object is collected. About 9 KiB, up to 90 KiB once values and long vectors were used.
 *
 * <p>Nothing in it survives the next call of the same thread, so no method may hand it to a caller.
 */
final class Scratch {

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private static final int NAME_BYTES = XattrSyscalls.XATTR_NAME_MAX + 1;
    private static final int SMALL_IOV = 16;
    private static final int IOVEC_BYTES = 16;

    private final Arena arena = Arena.ofAuto();

    final MemorySegment errno = arena.allocate(Downcall.ERRNO_LAYOUT);
    final MemorySegment path = arena.allocate(Syscalls.PATH_MAX, 8);
    final MemorySegment path2 = arena.allocate(Syscalls.PATH_MAX, 8);
    final MemorySegment name = arena.allocate(NAME_BYTES, 8);

    /** An empty path, for the calls that then mean the descriptor. */
    final MemorySegment empty = arena.allocate(1);

    /** Structs of up to 256 bytes: timespecs, open_how, flock, msghdr with its buffers. */
    final MemorySegment struct = arena.allocate(256, 16);

    private MemorySegment iov = arena.allocate((long) SMALL_IOV * IOVEC_BYTES, 8);
    private MemorySegment value = MemorySegment.NULL;

    /** The start of {@link #value} as last asked for: mostly the same few sizes follow each other. */
    private MemorySegment cut = MemorySegment.NULL;

    private final byte[] text = new byte[Syscalls.PATH_MAX];

    private Scratch() {}

    static Scratch get() {
        return OF_THREAD.get();
    }

    /** A call's result as the API gives it: minus errno for −1. */
    int result(int result) {
        return result != -1 ? result : -(int) Downcall.ERRNO.get(errno, 0L);
    }

    long result(long result) {
        return result != -1 ? result : -(int) Downcall.ERRNO.get(errno, 0L);
    }

    /** Puts a path into {@link #path}; 0 or minus errno. */
    int path(String bytes) {
        return encode(bytes, path, LinuxErrno.ENAMETOOLONG);
    }

    /** Puts a path into {@link #path2}; 0 or minus errno. */
    int path2(String bytes) {
        return encode(bytes, path2, LinuxErrno.ENAMETOOLONG);
    }

    /** Both paths, the first into {@link #path}; 0 or minus errno. */
    int paths(String first, String second) {
        int bad = path(first);
        return bad != 0 ? bad : path2(second);
    }

    /** Puts an attribute name into {@link #name}; 0 or minus errno. */
    int name(String bytes) {
        return encode(bytes, name, LinuxErrno.ERANGE);
    }

    /** Puts two timespecs into {@link #struct}. */
    void times(long atimeSec, long atimeNsec, long mtimeSec, long mtimeNsec) {
        struct.set(ValueLayout.JAVA_LONG, 0, atimeSec);
        struct.set(ValueLayout.JAVA_LONG, 8, atimeNsec);
        struct.set(ValueLayout.JAVA_LONG, 16, mtimeSec);
        struct.set(ValueLayout.JAVA_LONG, 24, mtimeNsec);
    }

    /** Room for {@code count} ints: a thread seldom has more groups than fit {@link #struct}. */
    MemorySegment ints(int count) {
        long bytes = count * 4L;
        if (bytes <= struct.byteSize()) {
            return struct;
        }
        return bytes <= XattrSyscalls.XATTR_SIZE_MAX
                ? value((int) bytes)
                : Arena.ofAuto().allocate(bytes, 8);
    }

    /** A path and an attribute name; 0 or minus errno. */
    int pathAndName(String pathBytes, String nameBytes) {
        int bad = path(pathBytes);
        return bad != 0 ? bad : name(nameBytes);
    }

    /** Writes the byte string and a NUL; 0, or {@code -EINVAL} for chars that are no byte of a name. */
    static int encode(String bytes, MemorySegment into, int tooLong) {
        int length = bytes.length();
        if (length >= into.byteSize()) {
            return -tooLong;
        }
        for (int i = 0; i < length; i++) {
            char c = bytes.charAt(i);
            if (c == 0 || c > 0xff) {
                return -LinuxErrno.EINVAL;
            }
        }
        into.setString(0, bytes, StandardCharsets.ISO_8859_1);
        return 0;
    }

    /** The byte string of {@code length} bytes at {@code offset}: one copy, no garbage up to 4,096 bytes. */
    static String text(MemorySegment from, long offset, int length) {
        if (length == 0) {
            return "";
        }
        byte[] bytes = length <= Syscalls.PATH_MAX ? get().text : new byte[length];
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Native memory of at least {@code size} bytes, cut to size; at most the largest attribute value. */
    static MemorySegment value(int size) {
        Scratch s = get();
        if (s.value.byteSize() == 0) {
            s.value = s.arena.allocate(XattrSyscalls.XATTR_SIZE_MAX, 16);
        }
        int cut = Math.min(size, XattrSyscalls.XATTR_SIZE_MAX);
        if (s.cut.byteSize() != cut) {
            s.cut = s.value.asSlice(0, cut);
        }
        return s.cut;
    }

    /** A copy of {@code bytes} in native memory. */
    static MemorySegment value(byte[] bytes) {
        MemorySegment to = value(bytes.length);
        MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return to;
    }

    /** Copies a call's output of {@code result} bytes to the caller's array, and gives the result back. */
    static int copyOut(int result, MemorySegment from, byte[] to) {
        if (result > 0 && to.length > 0) {
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, 0, to, 0, result);
        }
        return result;
    }

    /** An iovec array for the first {@code count} segments. */
    MemorySegment iov(MemorySegment[] buffers, int count) {
        long bytes = (long) count * IOVEC_BYTES;
        if (iov.byteSize() < bytes) {
            iov = arena.allocate((long) FdSyscalls.IOV_MAX * IOVEC_BYTES, 8);
        }
        for (int i = 0; i < count; i++) {
            iovec(i, buffers[i]);
        }
        return iov;
    }

    /** An iovec array for two segments. */
    MemorySegment iov(MemorySegment first, MemorySegment second) {
        iovec(0, first);
        iovec(1, second);
        return iov;
    }

    private void iovec(int index, MemorySegment buffer) {
        if (!buffer.isNative()) {
            throw new IllegalArgumentException("Heap segment not allowed: " + buffer);
        }
        long at = (long) index * IOVEC_BYTES;
        iov.set(ValueLayout.JAVA_LONG, at, buffer.address());
        iov.set(ValueLayout.JAVA_LONG, at + 8, buffer.byteSize());
    }
}
