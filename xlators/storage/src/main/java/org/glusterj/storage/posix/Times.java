package org.glusterj.storage.posix;

import java.lang.foreign.MemorySegment;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Mdata;
import org.glusterj.core.OpTime;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Slot;
import org.glusterj.storage.layout.MdataCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored times of objects ({@code trusted.glusterfs.mdata}): read, moved as calls say, written through on each
 * change. Thread-safe: a change is guarded by the value stripe of the gfid.
 *
 * <p>Times that were read are kept in the inode until it is forgotten; nobody else writes them. A blank inode keeps
 * nothing, since by the time it enters the table somebody may have changed the disk. A failed write is logged and
 * leaves
 * the old times: the operation itself has happened and must not be reported as failed.
 *
 * <p>System calls: getxattr where the inode does not know the times, setxattr where they change.
 */
final class Times {
    private static final Logger LOG = LoggerFactory.getLogger(Times.class);

    private final Brick brick;
    private final Slot<Mdata> slot;

    Times(Brick brick, Slot<Mdata> slot) {
        this.brick = brick;
        this.slot = slot;
    }

    private boolean isOff() {
        return !brick.options().ctime();
    }

    /** The stored times, null when there are none. */
    Mdata of(Inode inode, Spot spot, Pad pad) {
        if (isOff()) {
            return null;
        }
        var known = slot.get(inode);
        if (known != null) {
            return known;
        }
        if (inode.isBlank()) {
            return read(spot, pad);
        }
        try (var held = brick.values.lock(inode.gfid())) {
            return load(inode, spot, pad);
        }
    }

    /** As above for an object whose inode may be in the table. */
    Mdata of(Gfid gfid, Spot spot, Pad pad) {
        if (isOff()) {
            return null;
        }
        var inode = gfid.isNull() ? null : brick.inodes().findPinned(gfid);
        if (inode == null) {
            return read(spot, pad);
        }
        try {
            return of(inode, spot, pad);
        } finally {
            inode.unpin();
        }
    }

    /** Moves the object's stamps as the call says; returns the times now stored (null if none). */
    Mdata touch(Frame frame, Inode inode, Spot spot, Pad pad) {
        return move(frame.time(), Stamps.ofObject(frame.time()), inode, spot, pad);
    }

    /** As {@link #touch} for an object whose inode may be in the table. */
    Mdata touch(Frame frame, Gfid gfid, Spot spot, Pad pad) {
        var inode = gfid.isNull() ? null : brick.inodes().findPinned(gfid);
        if (inode == null) {
            return move(frame.time(), Stamps.ofObject(frame.time()), null, spot, pad);
        }
        try {
            return touch(frame, inode, spot, pad);
        } finally {
            inode.unpin();
        }
    }

    /** The file lost its last name; where it is still open its stamps move as the call says. */
    void touchUnlinked(Frame frame, Gfid gfid, Pad pad) {
        if (brick.openFiles.isUnlinked(gfid)) {
            touch(frame, gfid, brick.handleStore.unlinkedSpot(gfid), pad);
        }
    }

    /** Moves a parent directory's stamps as the call on its entry says. */
    void touchParent(Frame frame, Inode parent, Dirs.Dir dir, Pad pad) {
        move(frame.time(), Stamps.ofParent(frame.time()), parent, dir.self(), pad);
    }

    private Mdata move(OpTime time, int which, Inode inode, Spot spot, Pad pad) {
        if (isOff()) {
            return null;
        }
        if (which == 0) {
            return inode == null ? read(spot, pad) : of(inode, spot, pad);
        }
        try (var held = inode == null ? null : brick.values.lock(inode.gfid())) {
            var now = load(inode, spot, pad);
            var next = now == null ? Stamps.first(time) : Stamps.advance(now, time, which);
            return next == now ? now : store(inode, spot, now, next, pad);
        }
    }

    /** The first times of an object just made, whose xattr cannot exist. */
    Mdata create(Frame frame, Spot spot, Pad pad) {
        if (isOff() || Stamps.ofObject(frame.time()) == 0) {
            return null;
        }
        return store(null, spot, null, Stamps.first(frame.time()), pad);
    }

    /**
     * Explicit utimes; never creates the xattr.
     *
     * @param inode null when the table does not know it
     * @param valid {@link SetattrMask}
     */
    Mdata explicit(
            Frame frame, Gfid gfid, Inode inode, Spot spot, Mdata wanted, int valid, Pad pad) {
        if (isOff()) {
            return null;
        }
        try (var held = brick.values.lock(gfid)) {
            var now = load(inode, spot, pad);
            if (now == null) {
                return null;
            }
            var next = Stamps.explicit(now, wanted, valid);
            // A client that stamps sends its time even with no flag for this call.
            if (!frame.time().equals(OpTime.NONE)) {
                next = Stamps.advance(next, frame.time(), OpTime.CTIME);
            }
            return next.equals(now) ? now : store(inode, spot, now, next, pad);
        }
    }

    /** Takes times for an object that may have some already: the later of each counts. */
    Mdata offer(Inode inode, Spot spot, Mdata offered, Pad pad) {
        if (isOff()) {
            return null;
        }
        try (var held = brick.values.lock(inode.gfid())) {
            var now = load(inode, spot, pad);
            var next = now == null ? offered : Stamps.max(now, offered);
            return next.equals(now) ? now : store(inode, spot, now, next, pad);
        }
    }

    /** Forgets what is kept, after somebody wrote the xattr itself. */
    void forget(Inode inode) {
        slot.remove(inode);
    }

    private Mdata load(Inode inode, Spot spot, Pad pad) {
        var known = inode == null ? null : slot.get(inode);
        if (known != null) {
            return known;
        }
        var read = read(spot, pad);
        if (read != null && inode != null && !inode.isBlank()) {
            slot.set(inode, read);
        }
        return read;
    }

    private Mdata read(Spot spot, Pad pad) {
        int size = spot.getxattr(brick.sys, MdataCodec.KEY, pad.small);
        return size < 0 ? null : MdataCodec.decode(pad.small, size);
    }

    private Mdata store(Inode inode, Spot spot, Mdata now, Mdata next, Pad pad) {
        MemorySegment value = pad.small.asSlice(0, MdataCodec.BYTES);
        MdataCodec.encode(next, value);
        int result = spot.setxattr(brick.sys, MdataCodec.KEY, value, 0);
        if (result < 0) {
            LOG.atWarn()
                    .addKeyValue("brick", brick.name())
                    .addKeyValue("object", spot)
                    .addKeyValue("errno", -result)
                    .log("times could not be stored");
            return now;
        }
        if (inode != null && !inode.isBlank()) {
            slot.set(inode, next);
        }
        return next;
    }
}
