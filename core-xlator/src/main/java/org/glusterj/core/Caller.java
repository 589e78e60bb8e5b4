package org.glusterj.core;

/**
 * On whose behalf a fop runs.
 *
 * @param groups auxiliary gids; not written to
 * @param pid process id as the mount sees it; negative = one of GlusterFS's own daemons (spec wire-protocol 3.3)
 */
public record Caller(int uid, int gid, int[] groups, int pid, LkOwner lkOwner, ClientId client) {
    public static final int PID_GSYNCD = -1;
    public static final int PID_REBALANCE = -3;
    public static final int PID_NO_ROOT_SQUASH = -4;
    public static final int PID_QUOTA = -5;
    public static final int PID_SELF_HEAL_DAEMON = -6;
    public static final int PID_GLFS_HEAL = -7;
    public static final int PID_BITD = -8;
    public static final int PID_SCRUB = -9;
    public static final int PID_SET_UTIME = -13;

    private static final int[] NO_GROUPS = {};

    /** Root without groups, from this process. */
    public static final Caller ROOT = new Caller(0, 0, NO_GROUPS, 0, LkOwner.NONE, ClientId.LOCAL);

    public static Caller of(int uid, int gid, int pid) {
        return new Caller(uid, gid, NO_GROUPS, pid, LkOwner.NONE, ClientId.LOCAL);
    }

    /** Internal work under one of the reserved negative pids. */
    public static Caller internal(int pid) {
        assert pid < 0;
        return new Caller(0, 0, NO_GROUPS, pid, LkOwner.NONE, ClientId.LOCAL);
    }

    public boolean isInternal() {
        return pid < 0;
    }

    public boolean isRoot() {
        return uid == 0;
    }

    public Caller withLkOwner(LkOwner owner) {
        return new Caller(uid, gid, groups, pid, owner, client);
    }

    /** The owner under which this caller's locks stand: its own, or its pid (stock's stand-in). */
    public LkOwner effectiveOwner() {
        return lkOwner.length() == 0 ? LkOwner.ofPid(pid) : lkOwner;
    }
}
