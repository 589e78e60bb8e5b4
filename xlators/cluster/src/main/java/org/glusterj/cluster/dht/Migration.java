package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Sink;
import org.glusterj.core.Xdata;

/**
 * The move of one regular file, in the steps of stock's rebalance, so that clients of both kinds follow it (spec dht 7,
 * 7.1). Used by one thread, which holds the locks of {@link Locks#move}.
 *
 * <pre>
 *            source                               target                          who crashes here leaves
 *   begin    data                                 nothing, or linkto to source    nothing
 *   phase 1  data, sticky+setgid, linkto target   linkto to source, being filled  a source to copy again
 *   copied   the same                             linkto to itself                a source to copy again
 *   shown    the same                             data, linkto to itself          a target that is complete
 *   phase 2  linkto target                        data, linkto to itself          a source to remove
 *   end      nothing                              data                            nothing
 * </pre>
 *
 * <p>Stock shows the target with its linkto xattr still leading to the source. Whoever comes after a crash then cannot
 * tell a complete target from one whose mode a client changed meanwhile. Here the xattr is turned to the target itself
 * first: nobody but a later rebalance looks at it, as the source's marks lead clients, and that one knows that the
 * content was complete. From "shown" on a client may have written to the target alone, so nothing goes back.
 */
final class Migration {
    private static final int TRIES = 3;
    private static final int O_RDWR = 2;
    private static final int STICKY_SETGID = 01000 | 02000;
    private static final int PERMISSIONS = 07777;
    private static final int RESERVE_ABOVE_BYTES = 1 << 20;
    private static final int SECTOR_BYTES = 512;
    private static final int OWNER = SetattrMask.UID | SetattrMask.GID;
    private static final int SHOWN =
            OWNER | SetattrMask.MODE | SetattrMask.ATIME | SetattrMask.MTIME;
    private static final Xdata FIRST_LOOK = Xdata.EMPTY.withInt(Keys.CLEAN_PROTECTION, 1);
    private static final Xdata SOURCE =
            Xdata.EMPTY
                    .withUint(Keys.POSIX_LOCKS, Integer.BYTES)
                    .withUint(Keys.MDATA, Integer.BYTES);
    private static final Xdata LAST_FSYNC = Xdata.EMPTY.withInt(Keys.LAST_FSYNC, 1);
    private static final Log LOG = Log.of(Migration.class);

    private final Ends ends;
    private final ContentCopy content;
    private Reply.Lookup found;
    private final int links;
    private final Xdata targetRequest;

    /** The target may be what clients see: nothing is taken back any more. */
    private boolean shown;

    private boolean hasAcl;

    /**
     * @param found the file as it is at the source now
     * @param links names with which it is to be moved; it is given up when there are more
     */
    Migration(Ends ends, ContentCopy content, Reply.Lookup found, int links) {
        this.ends = ends;
        this.content = content;
        this.found = found;
        this.links = links;
        targetRequest = FIRST_LOOK.withUint(ends.linkto(), Whereabouts.LINKTO_BYTES);
    }

    /**
     * Moves it, or finishes its move.
     *
     * @throws FopException EBUSY when others changed it each time; the file then is where it was, as after every
     *     failure but one in the last steps, which the next rebalance finishes
     */
    void run() throws FopException {
        var target = ends.look(ends.to(), targetRequest);
        if (isComplete(target)) {
            finishOld();
            return;
        }
        for (int tries = 0; tries < TRIES; tries++) {
            if (attempt(target)) {
                return;
            }
            target = ends.look(ends.to(), targetRequest);
            lookAgain();
        }
        throw new FopException(Errno.EBUSY, "others changed it while it was copied");
    }

    private void lookAgain() throws FopException {
        var now = ends.look(ends.from(), sourceRequest(ends));
        if (now == null || !now.iatt().gfid().equals(ends.inode().gfid())) {
            throw new FopException(Errno.ENOENT, "it is gone");
        }
        if (now.iatt().nlink() > links) {
            throw new FopException(Errno.EMLINK, "it has got another name");
        }
        found = now;
    }

    /** What a look at the source asks for. */
    static Xdata sourceRequest(Ends ends) {
        return SOURCE.withUint(ends.linkto(), Whereabouts.LINKTO_BYTES);
    }

    /** Whether the source is marked as being moved to a target that has all of it. */
    private boolean isComplete(Reply.Lookup target) throws FopException {
        if (target == null || Marks.isLinktoMode(target.iatt())) {
            return false;
        }
        requireSame(target);
        boolean marked = isMarked() && ends.leadsTo(found) == ends.to();
        if (marked && ends.leadsTo(target) == ends.to()) {
            return true;
        }
        if (marked && ends.leadsTo(target) == ends.from()) {
            return false;
        }
        throw new FopException(Errno.EEXIST, "both subvolumes have data of the file");
    }

    private void requireSame(Reply.Lookup target) throws FopException {
        if (!target.iatt().gfid().equals(ends.inode().gfid())) {
            throw new FopException(Errno.EEXIST, "the name stands for another file there");
        }
    }

    private void finishOld() throws FopException {
        shown = true;
        try (var source = open(ends.from())) {
            become(source);
            remove(source);
        }
        LOG.say(
                MoveMessage.MOVE_FINISHED,
                ends.known().path(),
                ends.parts().children().name(ends.from()),
                ends.parts().children().name(ends.to()));
    }

    /** False when others changed the file meanwhile. */
    private boolean attempt(Reply.Lookup target) throws FopException {
        try (var to = target == null ? create() : reuse(target);
                var from = open(ends.from())) {
            boolean done = false;
            try {
                ends.lead(ends.from(), ends.to(), Xdata.EMPTY);
                ends.mode(ends.from(), permissions() | STICKY_SETGID);
                done = fill(from, to);
                return done;
            } finally {
                if (!done && !shown) {
                    giveUp(to);
                }
            }
        } finally {
            ends.parts().children().at(ends.to()).start(ends.frame(), unprotect(), new Ignored());
        }
    }

    private Fop.Removexattr unprotect() {
        return new Fop.Removexattr(ends.byGfid(), Keys.PROTECT_WRITES, Xdata.NULL);
    }

    /** Nearly always there is no such xattr. */
    private static final class Ignored implements Sink<Reply.Ok> {
        @Override
        public void ok(Reply.Ok reply) {}

        @Override
        public void failed(FopException why) {}
    }

    /** The owner's permissions, without the marks of a move that was interrupted. */
    private int permissions() {
        int permissions = found.iatt().mode() & PERMISSIONS;
        return isMarked() ? permissions & ~STICKY_SETGID : permissions;
    }

    private boolean isMarked() {
        return Marks.isMigrating(found.iatt(), found.xdata(), ends.parts().where().keys());
    }

    private Fd open(int on) throws FopException {
        var fd = ends.inode().table().newFd(ends.inode(), O_RDWR);
        boolean opened = false;
        try {
            ends.at(on, new Fop.Open(ends.byGfid(), O_RDWR, fd, Xdata.NULL));
            opened = true;
            return fd;
        } finally {
            if (!opened) {
                fd.close();
            }
        }
    }

    private Fd create() throws FopException {
        var links = ends.parts().links();
        var gfid = found.iatt().gfid();
        try {
            links.make(ends.frame(), ends.entry(), gfid, ends.from(), ends.to(), Xdata.EMPTY);
        } catch (FopException why) {
            var present = ends.look(ends.to(), targetRequest);
            if (why.errno() != Errno.EEXIST || present == null) {
                throw why;
            }
            return reuse(present);
        }
        return prepared(Iatt.NONE);
    }

    /** A linkto file that a lookup made, or what an earlier try has left. */
    private Fd reuse(Reply.Lookup target) throws FopException {
        requireSame(target);
        if (!Marks.isLinktoMode(target.iatt())) {
            ends.mode(ends.to(), Marks.LINKTO_MODE);
        }
        if (ends.leadsTo(target) != ends.from()) {
            ends.lead(ends.to(), ends.from(), Xdata.EMPTY);
        }
        return prepared(target.iatt());
    }

    /** Opens the target, which makes clients leave it alone, and gives it owner and room. */
    private Fd prepared(Iatt target) throws FopException {
        var fd = open(ends.to());
        boolean ready = false;
        try {
            // a client may have removed it as stale before it was open
            var still = ends.look(ends.to(), Xdata.NULL);
            if (still == null || !still.iatt().gfid().equals(ends.inode().gfid())) {
                throw new FopException(Errno.ESTALE, "the target was removed");
            }
            var iatt = found.iatt();
            if (target.uid() != iatt.uid() || target.gid() != iatt.gid()) {
                ends.at(ends.to(), new Fop.Fsetattr(fd, iatt, OWNER, Xdata.NULL));
            }
            if (still.iatt().size() > 0) {
                ends.at(ends.to(), new Fop.Ftruncate(fd, 0, Xdata.NULL));
            }
            reserve(fd, iatt);
            ready = true;
            return fd;
        } finally {
            if (!ready) {
                fd.close();
            }
        }
    }

    private boolean isSparse() {
        return found.iatt().size() > found.iatt().blocks() * SECTOR_BYTES;
    }

    private void reserve(Fd fd, Iatt iatt) throws FopException {
        if (isSparse()) {
            ends.at(ends.to(), new Fop.Ftruncate(fd, iatt.size(), Xdata.NULL));
            return;
        }
        if (iatt.size() <= RESERVE_ABOVE_BYTES) {
            return;
        }
        try {
            ends.at(ends.to(), new Fop.Fallocate(fd, 0, 0, iatt.size(), Xdata.NULL));
        } catch (FopException why) {
            boolean cannot =
                    why.errno() == Errno.EOPNOTSUPP
                            || why.errno() == Errno.EINVAL
                            || why.errno() == Errno.ENOSYS;
            if (!cannot) {
                ends.at(ends.to(), new Fop.Ftruncate(fd, 0, Xdata.NULL));
                throw why;
            }
        }
    }

    /** Phase 1 to the end; false when others changed the file meanwhile. */
    private boolean fill(Fd from, Fd to) throws FopException {
        copyXattrs(to);
        var before = ends.at(ends.from(), new Fop.Fstat(from, Xdata.NULL)).iatt();
        if (!Marks.isMigrating(before) || before.nlink() > links) {
            return false;
        }
        if (!content.copy(from, to, before.size(), isSparse())) {
            return false;
        }
        long size = before.size();
        if (ends.parts().where().settings().options().ensureDurability()) {
            var synced = ends.at(ends.to(), new Fop.Fsync(to, false, LAST_FSYNC)).post();
            size = synced.isNone() ? size : synced.size();
        }
        var after = ends.at(ends.from(), new Fop.Fstat(from, Xdata.NULL)).iatt();
        if (!Marks.isMigrating(after) || isChanged(before, after) || size != after.size()) {
            return false;
        }
        lock(from);
        show(after);
        return retire(from, after);
    }

    private static boolean isChanged(Iatt a, Iatt b) {
        return a.size() != b.size()
                || a.mtime() != b.mtime()
                || a.mtimeNsec() != b.mtimeNsec()
                || a.nlink() != b.nlink();
    }

    /** ACLs would change the mode, by which the target still is a linkto file. */
    private void copyXattrs(Fd to) throws FopException {
        var all = ends.at(ends.from(), new Fop.Getxattr(ends.byGfid(), "", Xdata.NULL)).dict();
        hasAcl = all.contains(Keys.ACL_ACCESS);
        var copied = new Xdata.Builder(all.size());
        for (int i = 0; i < all.size(); i++) {
            var key = all.key(i);
            boolean own =
                    key.equals(Keys.ACL_ACCESS)
                            || key.equals(Keys.ACL_ACCESS_XFS)
                            || key.equals(Keys.PROTECT_WRITES)
                            || key.equals(ends.linkto());
            if (!own) {
                copied.put(key, all.value(i));
            }
        }
        if (!copied.isEmpty()) {
            ends.at(ends.to(), new Fop.Fsetxattr(to, copied.build(), 0, Xdata.NULL));
        }
    }

    /** Keeps clients from taking locks that would not go along; EAGAIN when one has. Ends with the fd. */
    private void lock(Fd from) throws FopException {
        var caller = ends.frame().caller();
        var all = new Flock(Flock.WRITE, 0, 0, 0, caller.pid(), caller.effectiveOwner());
        ends.at(ends.from(), new Fop.Lk(from, Flock.SETLK, all, Xdata.NULL));
    }

    private void show(Iatt now) throws FopException {
        var mdata = found.xdata().find(Keys.MDATA).orElse(null);
        var times = mdata == null ? Xdata.EMPTY : Xdata.EMPTY.with(Keys.MDATA, mdata);
        ends.lead(ends.to(), ends.to(), times);
        shown = true;
        attributes(now);
        if (hasAcl) {
            var op = new Fop.Getxattr(ends.byGfid(), Keys.ACL_ACCESS, Xdata.NULL);
            var acl = ends.at(ends.from(), op).dict();
            ends.at(ends.to(), new Fop.Setxattr(ends.byGfid(), acl, 0, Xdata.NULL));
        }
    }

    /** Reading has changed the source's access time. */
    private void attributes(Iatt now) throws FopException {
        int mode = now.mode() & PERMISSIONS & ~STICKY_SETGID | kept();
        var iatt =
                now.toBuilder()
                        .mode(FileType.REGULAR.bits() | mode)
                        .atime(found.iatt().atime(), found.iatt().atimeNsec())
                        .build();
        ends.at(ends.to(), new Fop.Setattr(ends.byGfid(), iatt, SHOWN, Xdata.NULL));
    }

    /** One of the two bits of the marks may have been the owner's wish. */
    private int kept() {
        return permissions() & STICKY_SETGID;
    }

    /**
     * Phase 2: the source leads to the target, and goes. Changes up to this moment were made at both ends, unless
     * somebody's chmod had taken the marks away; that shows in what the source was before.
     *
     * @param seen the source when its attributes were copied
     */
    private boolean retire(Fd from, Iatt seen) throws FopException {
        var pre = become(from);
        if (!pre.isNone() && !Marks.isMigrating(pre) && !Marks.isLinktoMode(pre)) {
            if (isChanged(seen, pre)) {
                takeBack(pre);
                return false;
            }
            ends.mode(ends.to(), pre.mode() & PERMISSIONS);
        } else if (!pre.isNone() && differs(seen, pre)) {
            attributes(pre);
        }
        remove(from);
        return true;
    }

    /** Makes the source a linkto file; returns what it was. */
    private Iatt become(Fd from) throws FopException {
        var linkto = new Iatt.Builder().mode(Marks.LINKTO_MODE).build();
        var op = new Fop.Fsetattr(from, linkto, SetattrMask.MODE, Xdata.NULL);
        return ends.at(ends.from(), op).pre();
    }

    private void remove(Fd from) throws FopException {
        ends.at(ends.from(), new Fop.Ftruncate(from, 0, Xdata.NULL));
        ends.removeLead(ends.to());
        ends.removeLinkto(ends.from());
        var where = ends.parts().where();
        where.keep(ends.inode(), ends.inode().gfid(), where.file(ends.to()));
    }

    private static boolean differs(Iatt a, Iatt b) {
        return a.mode() != b.mode()
                || a.uid() != b.uid()
                || a.gid() != b.gid()
                || a.mtime() != b.mtime()
                || a.mtimeNsec() != b.mtimeNsec();
    }

    /** Somebody wrote to the source without knowing of the target. */
    private void takeBack(Iatt before) throws FopException {
        ends.mode(ends.to(), Marks.LINKTO_MODE);
        ends.lead(ends.to(), ends.from(), Xdata.EMPTY);
        ends.mode(ends.from(), before.mode() & PERMISSIONS);
        shown = false;
    }

    /** The source is as before, the target an empty linkto file that leads to it. */
    private void giveUp(Fd to) {
        tidy(
                ends.to(),
                () -> {
                    ends.mode(ends.to(), Marks.LINKTO_MODE);
                    ends.at(ends.to(), new Fop.Ftruncate(to, 0, Xdata.NULL));
                    ends.lead(ends.to(), ends.from(), Xdata.EMPTY);
                });
        tidy(
                ends.from(),
                () -> {
                    var stat = new Fop.Stat(ends.byGfid(), Xdata.NULL);
                    var now = ends.at(ends.from(), stat).iatt();
                    if (Marks.isMigrating(now)) {
                        int mode = now.mode() & PERMISSIONS & ~STICKY_SETGID;
                        ends.mode(ends.from(), mode | kept());
                    }
                    ends.removeLead(ends.from());
                });
    }

    private interface Step {
        void run() throws FopException;
    }

    private void tidy(int on, Step step) {
        try {
            step.run();
        } catch (FopException why) {
            var name = ends.parts().children().name(on);
            LOG.say(MoveMessage.NOT_TIDIED, ends.known().path(), name, why.getMessage());
        }
    }
}
