package org.glusterj.features.worm;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;

/**
 * One file of a volume with file-level WORM, as its xattrs describe it. Made for one fop, on its thread; what it asks
 * and stores it does as root.
 */
final class WormFile {
    static final String MARK = "trusted.worm_file";
    static final String START = "trusted.start_time";
    static final String STATE = "trusted.reten_state";

    private static final long NANOS = 1_000_000_000L;

    private final Subvolume below;
    private final Frame frame;
    private final Loc loc;
    private final long now;

    /** @param frame root's @param epochNanos the time */
    WormFile(Subvolume below, Frame frame, Inode inode, long epochNanos) {
        this.below = below;
        this.frame = frame;
        this.loc = Loc.of(inode);
        this.now = epochNanos / NANOS;
    }

    /** Whether the file became WORM's when it was made; false for others and for what is not there. */
    boolean isMarked() throws FopException {
        return text(MARK) != null;
    }

    /** The value without its NUL, null when there is none. */
    private String text(String key) throws FopException {
        try {
            var dict = below.call(frame, new Fop.Getxattr(loc, key, Xdata.NULL)).dict();
            return dict.string(key).orElse(null);
        } catch (FopException e) {
            if (e.errno() == Errno.ENODATA
                    || e.errno() == Errno.ENOENT
                    || e.errno() == Errno.ESTALE) {
                return null;
            }
            throw e;
        }
    }

    private void store(String key, String value) throws FopException {
        var dict = Xdata.EMPTY.withString(key, value);
        below.call(frame, new Fop.Setxattr(loc, dict, 0, Xdata.NULL));
    }

    void begin() throws FopException {
        store(START, Long.toString(now));
    }

    void mark() throws FopException {
        store(MARK, "1");
    }

    Retention retention() throws FopException {
        var text = text(STATE);
        return text == null ? null : Retention.parse(text);
    }

    void retention(Retention state) throws FopException {
        store(STATE, state.text());
    }

    Iatt stat() throws FopException {
        return below.call(frame, new Fop.Stat(loc, Xdata.NULL)).iatt();
    }

    /** Commits: retained from now on, until the access time, which is where its end is kept. */
    long commit(Worm.Options options) throws FopException {
        long end = now + options.retention().toSeconds();
        accessTime(end);
        retention(
                Retention.begin(
                        options.isEnterprise(),
                        options.retention().toSeconds(),
                        options.autoCommit().toSeconds()));
        return end;
    }

    private void accessTime(long seconds) throws FopException {
        var times = new Iatt.Builder().atime(seconds, 0).build();
        below.call(frame, new Fop.Setattr(loc, times, SetattrMask.ATIME, Xdata.NULL));
    }

    /**
     * Whether the file may be changed; commits it when it was left alone for the auto-commit period, ends a retention
     * whose time has come.
     *
     * @param removes the change is the removal of a name
     */
    boolean mayChange(Worm.Options options, boolean removes) throws FopException {
        var started = text(START);
        if (started == null) {
            return false;
        }
        var iatt = stat();
        var state = retention();
        if (state == null) {
            long quiet = options.autoCommit().toSeconds();
            boolean due = now - seconds(started) >= quiet && now - iatt.mtime() >= quiet;
            if (due) {
                commit(options);
            }
            return !due;
        }
        if (state.isRetained() && now >= iatt.atime()) {
            accessTime(iatt.atime() - state.periodSeconds());
            state = state.ended();
            retention(state);
        }
        return removes && state.isWorm() && !state.isRetained() && options.deletable();
    }

    private static long seconds(String text) throws FopException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOurs) {
            throw new FopException(Errno.EIO, "start time '" + text + "'");
        }
    }
}
