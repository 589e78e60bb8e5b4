package org.glusterj.storage.posix;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Finds directories by gfid and keeps the last ones open (O_PATH), so that an entry operation is one short system call
 * whatever the depth, and under the caller's identity needs no search permission on {@code .glusterfs} or on ancestors.
 *
 * <p>A directory is opened through its handle; the kernel follows the chain of handle symlinks. More than 40 hops
 * answer
 * ELOOP: then the chain is walked up by reading links, and down again from the first ancestor that opens. What was
 * opened is verified by its gfid, so a handle that went stale, or a user's symlink, is never taken for a directory.
 *
 * <p>Thread-safe. Bound: {@value #LIMIT} descriptors (second chance); a directory in use survives its eviction. A
 * removed directory shows by link count 0 ({@link #verify}).
 */
final class Dirs implements AutoCloseable {
    static final int LIMIT = 1024;

    /** Hops climbed before an ancestor is tried; any number below 40 works. */
    private static final int CLIMB = 32;

    /** Deepest directory: paths of this many components, in case a damaged brick holds a circle. */
    private static final int DEEPEST = 65_536;

    private static final int OPEN = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

    private final Syscalls sys;
    private final Brick brick;
    private final ConcurrentHashMap<Gfid, Dir> open = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    Dirs(Brick brick) {
        this.brick = brick;
        this.sys = brick.sys;
    }

    /** An open directory, borrowed until closed. */
    final class Dir implements AutoCloseable {
        final Gfid gfid;
        final int fd;
        private final AtomicInteger references = new AtomicInteger(2);
        private final AtomicBoolean cached = new AtomicBoolean(true);
        private volatile boolean touched = true;

        private Dir(Gfid gfid, int fd) {
            this.gfid = gfid;
            this.fd = fd;
        }

        Spot self() {
            return Spot.at(fd, ".");
        }

        Spot entry(String name) {
            return Spot.at(fd, name);
        }

        private boolean retain() {
            touched = true;
            int now = references.get();
            while (now > 0) {
                if (references.compareAndSet(now, now + 1)) {
                    return true;
                }
                now = references.get();
            }
            return false;
        }

        /** Takes the cache's own reference away, once. */
        private void drop() {
            if (cached.compareAndSet(true, false)) {
                open.remove(gfid, this);
                close();
            }
        }

        @Override
        public void close() {
            if (references.decrementAndGet() == 0) {
                sys.close(fd);
            }
        }
    }

    /** The directory {@code gfid}; ESTALE when there is none, ENOTDIR when it is something else. */
    Dir acquire(Gfid gfid) throws FopException {
        var dir = open.get(gfid);
        return dir != null && dir.retain() ? dir : miss(gfid);
    }

    /** After ENOENT of an entry: ESTALE if the directory itself is gone. */
    void verify(Dir dir, Pad pad) throws FopException {
        Sys.check(sys.fstatx(dir.fd, Spot.STAT_MASK, pad.aside));
        if (pad.aside.nlink() == 0) {
            dir.drop();
            throw new FopException(Errno.ESTALE);
        }
    }

    /** The failure of an entry's system call; ENOENT becomes ESTALE when the directory is gone. */
    FopException failure(Dir dir, Pad pad, int result) throws FopException {
        if (result == -LinuxErrno.ENOENT) {
            verify(dir, pad);
        }
        return FopException.ofResult(result);
    }

    /** Whether it is among the directories kept open, whose handles led to them. */
    boolean isOpen(Gfid gfid) {
        return open.containsKey(gfid);
    }

    int size() {
        return open.size();
    }

    /** Forgets a directory that was removed. */
    void invalidate(Gfid gfid) {
        var dir = open.get(gfid);
        if (dir != null) {
            dir.drop();
        }
    }

    private Dir miss(Gfid gfid) throws FopException {
        int fd = gfid.isRoot() ? sys.openat(brick.root, ".", OPEN, 0) : openByHandle(gfid);
        Sys.check(fd);
        var fresh = new Dir(gfid, fd);
        var old = open.put(gfid, fresh);
        if (old != null) {
            old.drop();
        }
        sweepWhenFull();
        return fresh;
    }

    /** What is not found while a directory moves is looked for again while none does. */
    private int openByHandle(Gfid gfid) throws FopException {
        long seen = brick.moves.epoch();
        try {
            return openWhereHandleLeads(gfid);
        } catch (FopException e) {
            if (!brick.moves.happenedSince(seen)) {
                throw e;
            }
        }
        try (var still = brick.moves.pause()) {
            return openWhereHandleLeads(gfid);
        }
    }

    private int openWhereHandleLeads(Gfid gfid) throws FopException {
        try (var pad = brick.pads.take()) {
            int fd = sys.openat(brick.handles, HandlePaths.of(gfid), OPEN, 0);
            if (fd == -LinuxErrno.ELOOP) {
                fd = openDeep(gfid, pad);
            }
            if (fd < 0) {
                throw absent(gfid, fd);
            }
            try {
                if (!gfid.equals(brick.attributes.gfid(Spot.at(fd, "."), pad))) {
                    throw new FopException(Errno.ESTALE, "the handle leads to another object");
                }
            } catch (FopException e) {
                sys.close(fd);
                throw e;
            }
            return fd;
        }
    }

    private FopException absent(Gfid gfid, int result) {
        return result == -LinuxErrno.ENOENT
                ? new FopException(Errno.ESTALE, "no directory has the gfid " + gfid)
                : FopException.ofResult(result);
    }

    /** Climbs until an ancestor opens, then descends by names. */
    private int openDeep(Gfid gfid, Pad pad) throws FopException {
        var names = new ArrayDeque<String>();
        var at = gfid;
        for (int hops = 0; hops < DEEPEST; hops++) {
            var place = place(at, pad);
            if (place == null) {
                return -LinuxErrno.ENOENT;
            }
            names.push(place.name());
            at = place.parent();
            if (at.isRoot() || open.containsKey(at) || names.size() % CLIMB == 0) {
                int fd = openAncestor(at);
                if (fd != -LinuxErrno.ELOOP) {
                    return fd < 0 ? fd : descend(fd, names);
                }
            }
        }
        return -LinuxErrno.ELOOP;
    }

    /** What the handle says; null when there is none, or it is no directory's. */
    HandlePaths.Place place(Gfid gfid, Pad pad) {
        int length = sys.readlinkat(brick.handles, HandlePaths.of(gfid), pad.link);
        return length < 0 ? null : HandlePaths.parse(pad.link.text());
    }

    private int openAncestor(Gfid gfid) {
        if (gfid.isRoot()) {
            return sys.openat(brick.root, ".", OPEN, 0);
        }
        var dir = open.get(gfid);
        if (dir != null && dir.retain()) {
            try (dir) {
                return sys.openat(dir.fd, ".", OPEN, 0);
            }
        }
        return sys.openat(brick.handles, HandlePaths.of(gfid), OPEN, 0);
    }

    private int descend(int from, ArrayDeque<String> names) {
        int fd = from;
        while (fd >= 0 && !names.isEmpty()) {
            int next = sys.openat(fd, names.pop(), OPEN | OpenFlags.O_NOFOLLOW, 0);
            sys.close(fd);
            fd = next;
        }
        return fd;
    }

    private void sweepWhenFull() {
        if (open.size() > LIMIT && sweeping.compareAndSet(false, true)) {
            try {
                for (int round = 0; round < 2; round++) {
                    for (var dir : open.values()) {
                        if (open.size() <= LIMIT * 7 / 8) {
                            return;
                        }
                        if (dir.touched) {
                            dir.touched = false;
                        } else {
                            dir.drop();
                        }
                    }
                }
            } finally {
                sweeping.set(false);
            }
        }
    }

    @Override
    public void close() {
        open.values().forEach(Dir::drop);
    }
}
