package org.glusterj.storage.posix;

import org.glusterj.core.Log;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * Says on the disk whether the brick was ended in order: the empty file {@code .glusterfs/glusterj.serving} while it is
 * served, renamed to {@code glusterj.stopped} at an orderly end. The file's mtime says since when changes may be half
 * made: the start of the first run that did not end in order, the end of the last run that did, or 1970 when nobody
 * knows. The file system's own clock writes it, as it writes the ctimes it is compared with.
 *
 * <p>Nothing is synchronised: journals keep the order of changes of names, so after a loss of power the disk never
 * shows an operation of a run without the marker of that run. GlusterFS does not look at names it does not know in
 * {@code .glusterfs}; that it served the directory in between shows by {@code health_check}, which is then younger than
 * the orderly end. Used at start, by the recovery and at the end, one at a time; borrows the descriptor.
 */
final class RunMarker {
    static final String SERVING = "glusterj.serving";
    static final String STOPPED = "glusterj.stopped";

    /** Nothing needs to be examined. */
    static final long NOTHING = Long.MAX_VALUE;

    private static final String HEALTH = "health_check";
    private static final Log LOG = Log.of(RunMarker.class);

    private final Syscalls sys;
    private final int handles;
    private final String brick;
    private final StatBuf st = new StatBuf();
    private long started;
    private boolean whole;

    RunMarker(Syscalls sys, int handles, String brick) {
        this.sys = sys;
        this.handles = handles;
        this.brick = brick;
    }

    /**
     * Marks the brick as served.
     *
     * @param young whether {@code .glusterfs} was made by this start
     * @return since when changes may be half made, in nanoseconds since 1970; {@link #NOTHING} when none can be
     */
    long begin(boolean young) {
        long since = time(SERVING);
        if (since < 0) {
            since = young ? NOTHING : resume();
        }
        int flags = OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
        int fd = sys.openat(handles, SERVING, flags, 0600);
        if (fd < 0) {
            LOG.say(PosixMessage.MARKER_FAILED, brick, LinuxErrno.text(fd));
            return since;
        }
        sys.futimens(fd, 0, At.UTIME_OMIT, 0, At.UTIME_NOW);
        started = time(SERVING);
        whole = since == NOTHING;
        if (!whole) {
            set(fd, since);
        }
        sys.close(fd);
        return since;
    }

    /** Takes the marker of an orderly end, if there is one. */
    private long resume() {
        long stopped = time(STOPPED);
        if (stopped < 0) {
            return 0;
        }
        sys.renameat2(handles, STOPPED, handles, SERVING, 0);
        return time(HEALTH) > stopped ? stopped : NOTHING;
    }

    private void set(int fd, long nanos) {
        sys.futimens(fd, 0, At.UTIME_OMIT, nanos / 1_000_000_000, nanos % 1_000_000_000);
    }

    /** The mtime of a file, −1 without it. */
    private long time(String file) {
        int result =
                sys.statx(handles, file, At.AT_SYMLINK_NOFOLLOW, StatBuf.STATX_BASIC_STATS, st);
        return result < 0 ? -1 : st.mtimeSec() * 1_000_000_000 + st.mtimeNsec();
    }

    /** Everything before this run has been examined. */
    void recovered() {
        whole = true;
        int flags = OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
        int fd = sys.openat(handles, SERVING, flags, 0);
        if (fd >= 0) {
            set(fd, started);
            sys.close(fd);
        }
    }

    /** All operations have ended. What was not examined yet is left to the next start. */
    void end() {
        if (!whole) {
            return;
        }
        sys.utimensat(handles, SERVING, 0, At.UTIME_OMIT, 0, At.UTIME_NOW, At.AT_SYMLINK_NOFOLLOW);
        int result = sys.renameat2(handles, SERVING, handles, STOPPED, 0);
        if (result < 0) {
            LOG.say(PosixMessage.MARKER_FAILED, brick, LinuxErrno.text(result));
        }
    }
}
