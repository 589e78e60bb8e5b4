package org.glusterj.linux;

/**
 * Flags of {@code openat} and {@code openat2}, and status flags of {@code F_SETFL}. Four of them, and {@code
 * O_TMPFILE}, differ between x86-64 and aarch64, so they are no compile-time constants.
 */
public final class OpenFlags {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DSYNC = 0x1000;
    public static final int O_ASYNC = 0x2000;
    public static final int O_NOATIME = 0x40000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_SYNC = 0x101000;
    public static final int O_PATH = 0x200000;
    public static final int O_DIRECT = Arch.HERE.oDirect;
    public static final int O_LARGEFILE = Arch.HERE.oLargefile;
    public static final int O_DIRECTORY = Arch.HERE.oDirectory;
    public static final int O_NOFOLLOW = Arch.HERE.oNofollow;
    public static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

    public static final long RESOLVE_NO_XDEV = 1;
    public static final long RESOLVE_NO_MAGICLINKS = 2;
    public static final long RESOLVE_NO_SYMLINKS = 4;
    public static final long RESOLVE_BENEATH = 8;
    public static final long RESOLVE_IN_ROOT = 0x10;
    public static final long RESOLVE_CACHED = 0x20;

    private OpenFlags() {}
}
