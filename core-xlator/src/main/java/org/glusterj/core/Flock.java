package org.glusterj.core;

/**
 * A byte range of a lock request or answer.
 *
 * @param type {@link #READ}, {@link #WRITE} or {@link #UNLOCK}
 * @param whence 0: start is absolute
 * @param len 0 = to the end of the file
 */
public record Flock(int type, int whence, long start, long len, int pid, LkOwner owner) {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int UNLOCK = 2;

    /** Lock commands of LK, INODELK and FINODELK. */
    public static final int GETLK = 0;

    public static final int SETLK = 1;
    public static final int SETLKW = 2;

    public static final Flock NONE = new Flock(READ, 0, 0, 0, 0, LkOwner.NONE);

    /** Last byte covered, inclusive. */
    public long end() {
        return len == 0 ? Long.MAX_VALUE : start + len - 1;
    }
}
