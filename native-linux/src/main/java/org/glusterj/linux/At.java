package org.glusterj.linux;

/** Flags and special values of the {@code *at} calls. */
public final class At {
    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_EACCESS = 0x200;
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    public static final int AT_NO_AUTOMOUNT = 0x800;
    public static final int AT_EMPTY_PATH = 0x1000;
    public static final int AT_STATX_SYNC_AS_STAT = 0;
    public static final int AT_STATX_FORCE_SYNC = 0x2000;
    public static final int AT_STATX_DONT_SYNC = 0x4000;

    /** As nanoseconds: set the time to now. */
    public static final long UTIME_NOW = (1L << 30) - 1;

    /** As nanoseconds: leave the time. */
    public static final long UTIME_OMIT = (1L << 30) - 2;

    private At() {}
}
