package org.glusterj.features.changelog;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * The list of a journal's slices, {@code htime/HTIME.<seconds>}: their paths, each with a NUL; xattr {@value #KEY} has
 * the last slice's time and their number, and an xattr of the directory names the list in use. Written through to the
 * disk. Owned by a {@link Journal}, whose lock guards it.
 */
final class Htime {
    static final String KEY = "trusted.glusterfs.htime";
    static final String CURRENT = "trusted.glusterfs.current_htime";

    /** Beyond the journal's directory: {@code /YYYY/MM/DD/CHANGELOG.<ten digits>} and the NUL. */
    private static final int ENTRY_BYTES = 33;

    private static final int FLAGS = OpenFlags.O_RDWR | OpenFlags.O_SYNC | OpenFlags.O_APPEND;

    private final Syscalls sys;
    private final int fd;
    private final String name;
    private long last;
    private long count;
    private long size;

    private Htime(Syscalls sys, int fd, String name) {
        this.sys = sys;
        this.fd = fd;
        this.name = name;
    }

    private static String directory(String journals) {
        return journals + "/htime";
    }

    /** The list in use, or a new one when there is none. */
    static Htime open(Syscalls sys, String journals, long now) throws JournalException {
        var value = new byte[Syscalls.NAME_MAX];
        int size = sys.getxattr(directory(journals), CURRENT, value);
        if (size <= 0) {
            return create(sys, journals, now);
        }
        var name = new String(value, 0, size, StandardCharsets.ISO_8859_1);
        int flags = FLAGS | OpenFlags.O_CLOEXEC | OpenFlags.O_NOFOLLOW;
        int fd = sys.openat(At.AT_FDCWD, directory(journals) + "/" + name, flags, 0);
        if (fd == -LinuxErrno.ENOENT) {
            return create(sys, journals, now);
        }
        JournalException.check(fd, directory(journals) + "/" + name);
        var list = new Htime(sys, fd, name);
        list.read(journals);
        return list;
    }

    /** A new list, from now on the one in use. */
    static Htime create(Syscalls sys, String journals, long now) throws JournalException {
        var name = "HTIME." + now;
        var path = directory(journals) + "/" + name;
        int flags = FLAGS | OpenFlags.O_CREAT | OpenFlags.O_CLOEXEC | OpenFlags.O_NOFOLLOW;
        int fd = JournalException.check(sys.openat(At.AT_FDCWD, path, flags, 0644), path);
        var list = new Htime(sys, fd, name);
        try {
            JournalException.check(sys.fsetxattr(fd, KEY, ascii("0:0"), 0), path);
            JournalException.check(sys.fsync(fd), path);
            int result = sys.setxattr(directory(journals), CURRENT, ascii(name), 0);
            JournalException.check(result, directory(journals));
        } catch (JournalException e) {
            list.close();
            throw e;
        }
        return list;
    }

    /** The numbers of the xattr; of the count, what the file's size says when that is more. */
    private void read(String journals) {
        var value = new byte[64];
        int length = sys.fgetxattr(fd, KEY, value);
        if (length > 0) {
            var parts = new String(value, 0, length, StandardCharsets.US_ASCII).split(":");
            last = number(parts[0]);
            count = parts.length > 1 ? number(parts[1]) : 0;
        }
        var stat = new StatBuf();
        if (sys.fstatx(fd, stat) == 0) {
            size = stat.size();
            count = Math.max(count, size / (journals.length() + ENTRY_BYTES));
        }
    }

    private static long number(String digits) {
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    String name() {
        return name;
    }

    /** The time of the last slice in the list, in seconds; 0 when there is none. */
    long last() {
        return last;
    }

    void add(String path, long seconds) throws JournalException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(path, StandardCharsets.ISO_8859_1);
            long written = sys.write(fd, bytes);
            if (written != bytes.byteSize()) {
                sys.ftruncate(fd, size);
                JournalException.check(written < 0 ? (int) written : -LinuxErrno.ENOSPC, name);
            }
            size += written;
        }
        last = seconds;
        count++;
        JournalException.check(sys.fsetxattr(fd, KEY, ascii(last + ":" + count), 0), name);
    }

    void close() {
        sys.close(fd);
    }
}
