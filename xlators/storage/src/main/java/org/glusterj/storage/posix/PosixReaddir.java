package org.glusterj.storage.posix;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.FdSyscalls;
import org.glusterj.linux.OpenFlags;

/**
 * READDIR and READDIRP (spec brick-format 10). Runs on the fop's thread; stateless: cookies are the backend's own, so
 * each call seeks. Seek and getdents64 are one step under the directory's object
 * stripe, since calls on one fd share its position.
 *
 * <p>System calls: lseek, one getdents64 per 4–64 KiB of names; READDIRP for each entry statx, getxattr (gfid),
 * getxattr
 * (mdata) where its inode does not know it, listxattr and getxattr as asked for.
 */
final class PosixReaddir {
    private static final String SKIP_DIRECTORIES = "readdir-filter-directories";

    /** What an entry counts against the client's budget beside its name. */
    private static final int ENTRY_BYTES = 304;

    private static final int SMALLEST_BUFFER = 4096;
    private static final int LARGEST_BUFFER = 64 << 10;

    private final Brick brick;
    private final Mending mending;

    PosixReaddir(Brick brick) {
        this.brick = brick;
        mending = new Mending(brick);
    }

    /** One listing under way. */
    private final class Listing {
        final Frame frame;
        final OpenedFd directory;
        final boolean plus;
        final Xdata wanted;
        final int budget;
        final boolean root;
        final List<DirEntry> entries = new ArrayList<>();
        int used;

        Listing(Frame frame, OpenedFd directory, boolean plus, Xdata wanted, int budget) {
            this.frame = frame;
            this.directory = directory;
            this.plus = plus;
            this.wanted = wanted;
            this.budget = budget;
            this.root = directory.gfid().isRoot();
        }

        /** False when the budget is used up. At least one entry always fits. */
        boolean add(DirentCursor cursor, Pad pad) {
            int cost = ENTRY_BYTES + cursor.nameLength() + 1;
            if (used + cost > budget && !entries.isEmpty()) {
                return false;
            }
            if (root && cursor.ino() == brick.hiddenIno) {
                return true;
            }
            if (wanted.contains(SKIP_DIRECTORIES)
                    && cursor.type() == DirentCursor.DT_DIR
                    && !cursor.isDot()) {
                return true;
            }
            entries.add(plus ? full(cursor, pad) : plain(cursor));
            used += cost;
            return true;
        }

        private DirEntry plain(DirentCursor cursor) {
            return new DirEntry(
                    cursor.ino(),
                    cursor.off(),
                    cursor.type(),
                    cursor.name(),
                    Iatt.NONE,
                    Xdata.NULL);
        }

        /** Looks again, with the name locked, when it came to stand for something else meanwhile. */
        private DirEntry full(DirentCursor cursor, Pad pad) {
            var name = cursor.name();
            int stripe = Stripes.of(directory.gfid(), name);
            int then = brick.replacements.now(stripe);
            var entry = glance(cursor, name, pad);
            if (brick.replacements.isSame(stripe, then)) {
                return entry;
            }
            try (var held = brick.names.lock(stripe)) {
                return glance(cursor, name, pad);
            }
        }

        private DirEntry glance(DirentCursor cursor, String name, Pad pad) {
            var spot = Spot.at(directory.number(), name);
            Iatt iatt;
            try {
                iatt = brick.attributes.read(spot, pad);
                if (Mending.isLost(pad) && !iatt.gfid().isNull()) {
                    iatt = withHandle(name, spot, iatt, pad);
                }
            } catch (FopException gone) {
                return new DirEntry(
                        cursor.ino(), cursor.off(), cursor.type(), name, Iatt.NONE, Xdata.EMPTY);
            }
            if (root && name.equals("..")) {
                iatt = iatt.toBuilder().gfid(Gfid.NULL).build();
            }
            var dict = cursor.isDot() ? Xdata.EMPTY : answers(spot, iatt, pad);
            return new DirEntry(iatt.ino(), cursor.off(), iatt.type().dt(), name, iatt, dict);
        }

        /** Clients may use the gfid without a LOOKUP by name. */
        private Iatt withHandle(String name, Spot spot, Iatt iatt, Pad pad) throws FopException {
            try (var dir = brick.dirs.acquire(directory.gfid())) {
                mending.restoreLost(dir, name, iatt.gfid(), pad);
            }
            return brick.attributes.read(spot, pad);
        }

        private Xdata answers(Spot spot, Iatt iatt, Pad pad) {
            var answers = brick.answers.fill(frame, wanted, spot, iatt, pad);
            return answers.isNull() ? Xdata.EMPTY : answers;
        }
    }

    Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return read(frame, op.fd(), op.sizeBytes(), op.offset(), false, op.xdata());
    }

    Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        return read(frame, op.fd(), op.sizeBytes(), op.offset(), true, op.xdata());
    }

    private Reply.Readdir read(
            Frame frame, Fd fd, int size, long offset, boolean plus, Xdata wanted)
            throws FopException {
        if (size < 0) {
            throw new FopException(Errno.EINVAL);
        }
        try (var pad = brick.pads.take();
                var directory = OpenedFd.of(brick, frame, fd, OpenFlags.O_RDONLY, pad)) {
            brick.rights.on(frame, directory.spot(), Rights.READ);
            var listing = new Listing(frame, directory, plus, wanted, size);
            boolean atEnd = fill(listing, offset, pad);
            return new Reply.Readdir(listing.entries, atEnd, Xdata.NULL);
        }
    }

    /** True when the directory's end was reached. The buffer is sized so that little is read in vain. */
    private boolean fill(Listing listing, long offset, Pad pad) throws FopException {
        int bytes = Math.clamp(listing.budget / 8, SMALLEST_BUFFER, LARGEST_BUFFER);
        int fd = listing.directory.number();
        long from = offset;
        try (var memory = Payload.of(Payload.allocateBuffer(bytes).writerIndex(bytes))) {
            MemorySegment buffer = memory.segments()[0];
            var cursor = new DirentCursor();
            while (true) {
                int got = getdents(fd, from, buffer, listing.directory);
                if (got == 0) {
                    return true;
                }
                cursor.wrap(buffer, got);
                while (cursor.next()) {
                    if (!listing.add(cursor, pad)) {
                        return false;
                    }
                    from = cursor.off();
                }
            }
        }
    }

    /** Seek and read are one step: others may use the same descriptor. A removed directory is at its end. */
    private int getdents(int fd, long from, MemorySegment buffer, OpenedFd directory)
            throws FopException {
        try (var held = brick.objects.lock(directory.gfid())) {
            // ext4 refuses any position but the start of a removed directory with EINVAL
            long sought = brick.sys.lseek(fd, from, FdSyscalls.SEEK_SET);
            int got = brick.sys.getdents64(fd, buffer);
            if (got == -Errno.ENOENT.code()) {
                return 0;
            }
            Sys.check(sought);
            return Sys.check(got);
        }
    }
}
