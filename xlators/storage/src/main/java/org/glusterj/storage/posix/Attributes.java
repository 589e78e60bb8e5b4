package org.glusterj.storage.posix;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Mdata;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.StatBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what clients see as an inode's attributes: the backend's stat, the gfid, the stored times (spec brick-format
 * 5).
 * Thread-safe, stateless.
 *
 * <p>System calls: statx; getxattr of the gfid where it is not known; getxattr of mdata where the inode does not
 * keep it.
 */
final class Attributes {
    private static final Logger LOG = LoggerFactory.getLogger(Attributes.class);
    static final String GFID = "trusted.gfid";

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Brick brick;

    Attributes(Brick brick) {
        this.brick = brick;
    }

    /** The object's gfid, {@link Gfid#NULL} when it has none. */
    Gfid gfid(Spot spot, Pad pad) throws FopException {
        int size = spot.getxattr(brick.sys, GFID, pad.small);
        if (size == Gfid.BYTES) {
            return new Gfid(pad.small.get(LONG, 0), pad.small.get(LONG, 8));
        }
        if (size == -LinuxErrno.ENODATA) {
            return Gfid.NULL;
        }
        if (size >= 0 || size == -LinuxErrno.ERANGE) {
            throw new FopException(Errno.EIO, "trusted.gfid is not 16 bytes long");
        }
        throw FopException.ofResult(size);
    }

    /** Whether {@code spot}, whose stat is in {@code pad.st}, is a file of DHT that only says where another one is. */
    boolean isLinkto(Spot spot, Pad pad) {
        return pad.st.isRegular()
                && (pad.st.mode() & 07777) == 01000
                && spot.getxattr(brick.sys, XattrNames.LINKTO, pad.xattrs) > 0;
    }

    /** Stats {@code spot} and reads gfid and times; {@code pad.st} keeps the stat. */
    Iatt read(Spot spot, Pad pad) throws FopException {
        Sys.check(spot.stat(brick.sys, pad.st));
        var gfid = gfid(spot, pad);
        return build(pad.st, gfid, brick.times.of(gfid, spot, pad));
    }

    /** As {@link #read(Spot, Pad)} for an object whose inode is known. */
    Iatt read(Spot spot, Inode inode, Gfid gfid, Pad pad) throws FopException {
        Sys.check(spot.stat(brick.sys, pad.st));
        return build(pad.st, gfid, brick.times.of(inode, spot, pad));
    }

    /** A directory's attributes; leaves {@code pad.st} alone. */
    Iatt directory(Dirs.Dir dir, Inode inode, Pad pad) throws FopException {
        Sys.check(brick.sys.fstatx(dir.fd, Spot.STAT_MASK, pad.aside));
        return build(pad.aside, dir.gfid, brick.times.of(inode, dir.self(), pad));
    }

    /**
     * A directory's attributes after a change of its entries that has happened and cannot be taken back: when the disk
     * does not tell, those from before, and a line in the log.
     */
    Iatt after(Dirs.Dir dir, Inode inode, Iatt before, Pad pad) {
        try {
            return directory(dir, inode, pad);
        } catch (FopException e) {
            LOG.atWarn()
                    .addKeyValue("brick", brick.name())
                    .addKeyValue("directory", dir.gfid)
                    .addKeyValue("errno", e.errno())
                    .log("a changed directory cannot be examined");
            return before;
        }
    }

    /** @param times null when none are stored: then the backend's count */
    static Iatt build(StatBuf st, Gfid gfid, Mdata times) {
        return build(st, gfid, times, st.isDirectory() ? st.nlink() : st.nlink() - 1);
    }

    static Iatt build(StatBuf st, Gfid gfid, Mdata times, int nlink) {
        boolean stored = times != null;
        return new Iatt(
                gfid,
                Iatt.BRICK_VALID,
                gfid.ino(),
                st.dev(),
                Integer.toUnsignedLong(st.rdevMajor()) << 32
                        | Integer.toUnsignedLong(st.rdevMinor()),
                st.size(),
                blocks(st),
                0,
                0,
                stored ? times.atime() : st.atimeSec(),
                stored ? times.mtime() : st.mtimeSec(),
                stored ? times.ctime() : st.ctimeSec(),
                0,
                stored ? times.atimeNsec() : st.atimeNsec(),
                stored ? times.mtimeNsec() : st.mtimeNsec(),
                stored ? times.ctimeNsec() : st.ctimeNsec(),
                0,
                Math.max(nlink, 0),
                st.uid(),
                st.gid(),
                st.blksize(),
                st.mode());
    }

    /** Blocks past the end of a file (preallocation by the backend) are nobody's business. */
    private static long blocks(StatBuf st) {
        return Math.min(st.blocks(), (st.size() + 511) / 512);
    }
}
