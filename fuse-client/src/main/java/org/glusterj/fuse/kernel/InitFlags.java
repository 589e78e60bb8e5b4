package org.glusterj.fuse.kernel;

/** What INIT negotiates, as one 64-bit word: bits 0 to 31 travel in {@code flags}, the others in {@code flags2}. */
public final class InitFlags {
    public static final long ASYNC_READ = 1;
    public static final long POSIX_LOCKS = 1 << 1;
    public static final long ATOMIC_O_TRUNC = 1 << 3;
    public static final long EXPORT_SUPPORT = 1 << 4;
    public static final long BIG_WRITES = 1 << 5;
    public static final long DONT_MASK = 1 << 6;
    public static final long FLOCK_LOCKS = 1 << 10;
    public static final long AUTO_INVAL_DATA = 1 << 12;
    public static final long DO_READDIRPLUS = 1 << 13;
    public static final long READDIRPLUS_AUTO = 1 << 14;
    public static final long ASYNC_DIO = 1 << 15;
    public static final long WRITEBACK_CACHE = 1 << 16;
    public static final long PARALLEL_DIROPS = 1 << 18;
    public static final long HANDLE_KILLPRIV = 1 << 19;
    public static final long POSIX_ACL = 1 << 20;
    public static final long ABORT_ERROR = 1 << 21;
    public static final long MAX_PAGES = 1 << 22;
    public static final long CACHE_SYMLINKS = 1 << 23;
    public static final long EXPLICIT_INVAL_DATA = 1 << 25;
    public static final long HANDLE_KILLPRIV_V2 = 1 << 28;
    public static final long INIT_EXT = 1 << 30;
    public static final long DIRECT_IO_ALLOW_MMAP = 1L << 36;
    public static final long NO_EXPORT_SUPPORT = 1L << 38;

    private InitFlags() {}
}
