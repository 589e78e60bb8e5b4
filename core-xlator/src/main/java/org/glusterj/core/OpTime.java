package org.glusterj.core;

/**
 * The client's time of an operation and which stored times it sets; travels in the v3 credential.
 *
 * @param flags bits below; 0 = the client sends none
 */
public record OpTime(int flags, long seconds, int nanos) {
    public static final int CTIME = 1;
    public static final int MTIME = 2;
    public static final int ATIME = 4;
    public static final int PARENT_CTIME = 8;
    public static final int PARENT_MTIME = 16;
    public static final int PARENT_ATIME = 32;

    public static final OpTime NONE = new OpTime(0, 0, 0);
}
