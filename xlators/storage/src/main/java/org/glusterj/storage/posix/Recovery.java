package org.glusterj.storage.posix;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.storage.check.Listing;
import org.glusterj.storage.layout.HandlePaths;

/**
 * After a start that follows no orderly end, finds what operations left half made and mends it, while the brick serves
 * (docs/design/0006-recovery.md). An operation on a name changes the ctime of its directory, so only directories
 * changed since the {@link RunMarker} are looked into; they are found by their handles, so of files only the handles'
 * names are read. Handles that lead nowhere are kept in mind and removed when all else is mended and they still do.
 *
 * <p>{@link Chores} call {@link #step} again and again; each works for {@link #WORK} and lets the disk rest for {@link
 * #REST}. State is that of one walk, guarded by {@code busy}. Bound: {@value #MOST_LOST} handles kept in mind; what
 * is beyond them is left to lookups.
 */
final class Recovery {
    /** A tenth of one processor and disk at most. */
    static final Duration REST = Duration.ofMillis(180);

    private static final Duration WORK = Duration.ofMillis(20);

    /** Clocks that were set back during the run before. */
    private static final long SLACK_NANOS = 3_600_000_000_000L;

    private static final int MOST_LOST = 1 << 16;
    private static final int MOST_TOLD = 100;
    private static final int LISTED =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
    private static final int SEARCH =
            StatBuf.STATX_TYPE | StatBuf.STATX_CTIME | StatBuf.STATX_NLINK;
    private static final HexFormat HEX = HexFormat.of();
    private static final Log LOG = Log.of(Recovery.class);

    private final Brick brick;
    private final RunMarker marker;
    private final Mending mending;
    private final Listing listing;
    private final long since;
    private final ReentrantLock busy = new ReentrantLock();
    private final StatBuf st = new StatBuf();
    private final ArrayDeque<String> entries = new ArrayDeque<>();
    private final ArrayDeque<String> seconds = new ArrayDeque<>();
    private final ArrayDeque<String> symlinks = new ArrayDeque<>();
    private final ArrayDeque<Gfid> again = new ArrayDeque<>();
    private List<Gfid> lost = new ArrayList<>();
    private Dirs.Dir open;
    private int listed = -1;
    private int first;
    private int reached;
    private boolean begun;
    private volatile boolean done;
    private volatile boolean closed;
    private long startNanos;
    private long directories;
    private long changed;
    private long mended;
    private long unmended;

    /** @param since in nanoseconds since 1970, or {@link RunMarker#NOTHING} */
    Recovery(Brick brick, RunMarker marker, long since) {
        this.brick = brick;
        this.marker = marker;
        this.since = since == RunMarker.NOTHING ? since : Math.max(since - SLACK_NANOS, 0);
        mending = new Mending(brick);
        listing = new Listing(brick.sys);
        done = since == RunMarker.NOTHING;
    }

    boolean isDone() {
        return done;
    }

    /** How long until the next step; null after the last. */
    Duration rest() {
        return done ? null : REST;
    }

    /** Some work. */
    void step() {
        busy.lock();
        try {
            work();
        } finally {
            busy.unlock();
        }
        if (closed) {
            giveBack();
        }
    }

    private void work() {
        if (done) {
            return;
        }
        long end = brick.environment().nanoTime() + WORK.toNanos();
        try (var pad = brick.pads.take()) {
            begin(pad);
            while (!done && brick.environment().nanoTime() - end < 0) {
                advance(pad);
            }
        }
    }

    /** Works until all is done. */
    void finish() {
        while (!done) {
            step();
        }
    }

    /** Gives back what a walk that is not finished holds; a step that hangs on a dead disk does when it comes back. */
    void close() {
        done = true;
        closed = true;
        giveBack();
    }

    private void giveBack() {
        if (busy.tryLock()) {
            closeDirectory();
            busy.unlock();
        }
    }

    private void begin(Pad pad) {
        if (begun) {
            return;
        }
        begun = true;
        startNanos = brick.environment().nanoTime();
        var from = since == 0 ? "ever" : Instant.ofEpochSecond(0, since).toString();
        LOG.say(PosixMessage.RECOVERY_NEEDED, brick.name(), from);
        visit(Gfid.ROOT, pad);
    }

    /** The innermost thing that is not finished: entries of a directory, handles, directories of handles. */
    private void advance(Pad pad) {
        if (open != null) {
            advanceDirectory(pad);
        } else if (!symlinks.isEmpty()) {
            var name = symlinks.poll();
            if (name.length() == 36) {
                visitHandle(name, pad);
            }
        } else if (!again.isEmpty()) {
            visit(again.poll(), pad);
        } else if (!seconds.isEmpty()) {
            read(
                    HEX.toHexDigits((byte) (first - 1)) + "/" + seconds.poll(),
                    symlinks,
                    DirentCursor.DT_LNK);
        } else if (first < 256) {
            read(HEX.toHexDigits((byte) first++), seconds, DirentCursor.DT_DIR);
        } else {
            nextRound(pad);
        }
    }

    /** All names of that type in a directory of {@code .glusterfs} that has few. */
    private void read(String path, ArrayDeque<String> names, int type) {
        int fd = brick.sys.openat(brick.handles, path, LISTED, 0);
        if (fd < 0) {
            return;
        }
        int got;
        do {
            got = listing.next(fd, names, type);
        } while (got > 0);
        brick.sys.close(fd);
    }

    private void visitHandle(String name, Pad pad) {
        try {
            var gfid = Gfid.parse(name);
            if (!gfid.isRoot() && brick.dirs.place(gfid, pad) != null) {
                directories++;
                visit(gfid, pad);
            }
        } catch (IllegalArgumentException foreign) {
            // Nobody's handle: the business of the offline check.
        }
    }

    /** Begins to look into a directory if it changed; keeps one in mind that cannot be reached. */
    private void visit(Gfid gfid, Pad pad) {
        var path = HandlePaths.of(gfid) + "/.";
        int result =
                gfid.isRoot()
                        ? brick.sys.fstatx(brick.root, st)
                        : brick.sys.statx(brick.handles, path, 0, SEARCH, st);
        if (result == 0 && !hasChanged()) {
            return;
        }
        if (result < 0 && result != -LinuxErrno.ELOOP) {
            miss(gfid);
            return;
        }
        try {
            open = brick.dirs.acquire(gfid);
        } catch (FopException e) {
            miss(gfid);
            return;
        }
        if (result < 0 && brick.sys.fstatx(open.fd, SEARCH, st) == 0 && !hasChanged()) {
            closeDirectory();
            return;
        }
        listed = brick.sys.openat(open.fd, ".", LISTED, 0);
        changed++;
        reached++;
        if (listed < 0) {
            closeDirectory();
        }
    }

    private boolean hasChanged() {
        return st.ctimeSec() * 1_000_000_000 + st.ctimeNsec() >= since;
    }

    private void miss(Gfid gfid) {
        if (lost.size() < MOST_LOST) {
            lost.add(gfid);
        }
    }

    private void advanceDirectory(Pad pad) {
        var name = entries.poll();
        if (name != null) {
            if (!open.gfid.isRoot() || !name.equals(HandlePaths.HIDDEN)) {
                mendEntry(open, name, pad);
            }
        } else if (listing.next(listed, entries) <= 0) {
            closeDirectory();
        }
    }

    private void closeDirectory() {
        if (listed >= 0) {
            brick.sys.close(listed);
            listed = -1;
        }
        if (open != null) {
            open.close();
            open = null;
        }
        entries.clear();
    }

    private void mendEntry(Dirs.Dir dir, String name, Pad pad) {
        try {
            mend(dir, name, pad);
        } catch (FopException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESTALE) {
                unmended++;
                if (unmended <= MOST_TOLD) {
                    LOG.say(
                            PosixMessage.NOT_MENDED,
                            brick.name(),
                            dir.gfid,
                            Name.toText(name),
                            e.errno());
                }
            }
        }
    }

    private void mend(Dirs.Dir dir, String name, Pad pad) throws FopException {
        var spot = dir.entry(name);
        Sys.check(spot.stat(brick.sys, pad.st));
        var gfid = brick.attributes.gfid(spot, pad);
        if (gfid.isNull()) {
            mendWithout(dir, name, pad);
            return;
        }
        boolean isDirectory = pad.st.isDirectory();
        boolean whole =
                isDirectory ? mending.isKnown(gfid, dir.gfid, name, pad) : pad.st.nlink() > 1;
        if (!whole && mending.restoreHandle(dir, name, gfid, pad)) {
            mended++;
            LOG.say(PosixMessage.HANDLE_RESTORED, brick.name(), gfid, dir.gfid, Name.toText(name));
        }
        int changes = isDirectory ? 0 : mending.correctNames(dir, name, gfid, pad);
        if (changes > 0) {
            mended++;
            LOG.say(PosixMessage.NAMES_CORRECTED, brick.name(), gfid, changes);
        }
    }

    private void mendWithout(Dirs.Dir dir, String name, Pad pad) throws FopException {
        if (mending.removeHalfMade(dir, name, pad)) {
            mended++;
            return;
        }
        boolean still = brick.attributes.gfid(dir.entry(name), pad).isNull();
        if (still) {
            unmended++;
        }
        if (still && unmended <= MOST_TOLD) {
            LOG.say(PosixMessage.GFID_MISSING, brick.name(), dir.gfid, Name.toText(name));
        }
    }

    /** As long as mending makes directories reachable that were not, those are looked into. */
    private void nextRound(Pad pad) {
        if (!lost.isEmpty() && reached > 0) {
            reached = 0;
            again.addAll(lost);
            lost = new ArrayList<>();
            return;
        }
        for (var gfid : lost) {
            if (brick.handleStore.removeDangling(gfid, pad)) {
                mended++;
                LOG.say(PosixMessage.DANGLING_REMOVED, brick.name(), gfid);
            }
        }
        lost = List.of();
        marker.recovered();
        done = true;
        long millis = (brick.environment().nanoTime() - startNanos) / 1_000_000;
        LOG.say(
                PosixMessage.RECOVERY_ENDED,
                brick.name(),
                directories,
                changed,
                mended,
                unmended,
                millis);
    }
}
