package org.glusterj.core;

/** What becomes of set-uid and set-gid when an unprivileged caller changes a file's content, as POSIX has it. Pure. */
public final class SetIdBits {
    private static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int GROUP_EXECUTE = 010;

    private SetIdBits() {}

    /** Whether an unprivileged write changes the mode of such a file. */
    public static boolean fallWith(Iatt iatt) {
        return iatt.isRegular() && without(iatt.mode()) != iatt.mode();
    }

    /** The mode an unprivileged write leaves: set-gid without group-execute marks mandatory locking and stays. */
    public static int without(int mode) {
        int kept = mode & ~SET_UID;
        return (kept & GROUP_EXECUTE) != 0 ? kept & ~SET_GID : kept;
    }
}
