package org.glusterj.core;

/** The {@code valid} word of SETATTR and FSETATTR (spec wire-protocol 5.2). */
public final class SetattrMask {
    public static final int MODE = 1;
    public static final int UID = 2;
    public static final int GID = 4;
    public static final int SIZE = 8;
    public static final int ATIME = 0x10;
    public static final int MTIME = 0x20;
    public static final int CTIME = 0x40;
    public static final int ATIME_NOW = 0x80;
    public static final int MTIME_NOW = 0x100;

    private SetattrMask() {}
}
