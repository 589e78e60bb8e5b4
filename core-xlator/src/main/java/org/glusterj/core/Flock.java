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

    /** In the xdata of LK: {@link #KIND_FCNTL} or {@link #KIND_FLOCK}; our own, stock bricks pass over it. */
    public static final String KIND_KEY = "glusterj.lock-kind";

    public static final int KIND_FCNTL = 1;
    public static final int KIND_FLOCK = 2;

    /** In the xdata of LK: {@link #MODE_MANDATORY} = the lock shall bind reads and writes too. */
    public static final String MODE_KEY = "glusterfs.lk.lkmode";

    public static final int MODE_MANDATORY = 1;

    /**
     * Attribute of an open fd by which a client that changes its connection takes its locks along: got from the fd on
     * the old one, set on that of the new one. Its value means something to the brick only; it is absent when the fd
     * holds no lock.
     */
    public static final String LOCKINFO = "trusted.glusterfs.lockinfo";

    public static final Flock NONE = new Flock(READ, 0, 0, 0, 0, LkOwner.NONE);

    /** Last byte covered, inclusive. */
    public long end() {
        return len == 0 ? Long.MAX_VALUE : start + len - 1;
    }
}
