package org.glusterj.gfapi;

/** How to open a file: open(2)'s flags with the numbers of Linux on x86-64, which are also the protocol's. */
public final class OpenFlags {
    public static final int RDONLY = 0;
    public static final int WRONLY = 1;
    public static final int RDWR = 2;

    /** Mask of the three above. */
    public static final int ACCMODE = 3;

    public static final int CREAT = 0100;
    public static final int EXCL = 0200;
    public static final int TRUNC = 01000;
    public static final int APPEND = 02000;
    public static final int NONBLOCK = 04000;
    public static final int DSYNC = 010000;
    public static final int DIRECT = 040000;
    public static final int DIRECTORY = 0200000;
    public static final int NOFOLLOW = 0400000;
    public static final int SYNC = 04010000;

    private OpenFlags() {}
}
