package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;

/**
 * Where files and directories are: what is kept in inodes, and the question to all subvolumes for those of which
 * nothing is kept. Any thread; the inode's slot is replaced as a whole, the last one wins.
 */
final class Whereabouts {
    /** Longest subvolume name in a linkto xattr. */
    static final int LINKTO_BYTES = 256;

    private static final long COMMIT_HASH_NANOS = 1_000_000_000L;

    private final Children children;
    private final Keys keys;
    private final Slot<Known> slot;
    private final Known.File[] files;
    private final Xdata request;
    private final Xdata fileRequest;
    private volatile Settings settings;

    /** The volume's commit hash; written by whoever looks the root up. */
    private volatile int commitHash;

    /** When the root was asked for it last. */
    private final AtomicLong commitHashAt = new AtomicLong();

    Whereabouts(Children children, Keys keys, Slot<Known> slot, Settings settings) {
        this.children = children;
        this.keys = keys;
        this.slot = slot;
        this.settings = settings;
        files = new Known.File[children.size()];
        for (int i = 0; i < files.length; i++) {
            files[i] = new Known.File(i, Known.NOWHERE);
        }
        fileRequest =
                Xdata.EMPTY
                        .withUint(keys.linkto(), LINKTO_BYTES)
                        .withUint(Keys.OPEN_FD_COUNT, Integer.BYTES);
        request =
                fileRequest
                        .withUint(keys.layout(), Layout.BYTES)
                        .withUint(keys.mds(), Integer.BYTES);
    }

    Children children() {
        return children;
    }

    Keys keys() {
        return keys;
    }

    Settings settings() {
        return settings;
    }

    void settings(Settings changed) {
        settings = changed;
    }

    int commitHash() {
        return commitHash;
    }

    /** Whether {@code why} says that there is no such object. */
    static boolean isGone(FopException why) {
        return why.errno() == Errno.ENOENT || why.errno() == Errno.ESTALE;
    }

    /** The caller's frame as root, for distribute's own work in its name. */
    static Frame asRoot(Frame frame) {
        var caller = frame.caller();
        return caller.isRoot()
                ? frame
                : frame.as(
                        new Caller(
                                0,
                                0,
                                caller.groups(),
                                caller.pid(),
                                caller.lkOwner(),
                                caller.client()));
    }

    /** What a lookup of anything asks for, beside what the caller asks for. A gfid for repairs is not passed on. */
    Xdata request(Xdata callers, Gfid gfid) {
        var base = gfid.isRoot() ? request.withUint(keys.commitHash(), Integer.BYTES) : request;
        return withCallers(base, callers);
    }

    /** As {@link #request} for what is known to be no directory. */
    Xdata fileRequest(Xdata callers) {
        return withCallers(fileRequest, callers);
    }

    private static Xdata withCallers(Xdata base, Xdata callers) {
        var asked = callers.without(Keys.GFID_REQUEST);
        if (asked.isEmpty()) {
            return base;
        }
        return new Xdata.Builder(base.size() + asked.size()).putAll(base).putAll(asked).build();
    }

    Known.File file(int on) {
        return files[on];
    }

    /** Null when nothing is kept. */
    Known kept(Inode inode) {
        return slot.get(inode);
    }

    /** Keeps {@code known} in {@code inode}, and in the table's inode of that gfid when it is another one. */
    void keep(Inode inode, Gfid gfid, Known known) {
        if (slot.get(inode) != known) {
            slot.set(inode, known);
        }
        if (inode.isBlank() && !gfid.isNull() && inode.table() != null) {
            var linked = inode.table().findPinned(gfid);
            if (linked != null) {
                if (linked != inode) {
                    slot.set(linked, known);
                }
                linked.unpin();
            }
        }
    }

    /**
     * The table's inode of what {@code loc} turned out to be, pinned: fops by gfid, and what translators below keep,
     * need one that has its identity.
     */
    static Inode link(Loc loc, Iatt iatt) {
        var inode = loc.inode();
        return inode.isBlank()
                ? inode.table().linkPinned(inode, loc.parent(), loc.name(), iatt)
                : inode.pin();
    }

    void forget(Inode inode) {
        slot.remove(inode);
    }

    /** What is known of {@code inode}, asked for when nothing is kept. ESTALE when nobody has it. */
    Known known(Frame frame, Inode inode) throws FopException {
        var kept = slot.get(inode);
        return kept != null ? kept : discover(frame, inode);
    }

    /** The subvolume that has the file. */
    int fileOn(Frame frame, Inode inode) throws FopException {
        if (known(frame, inode) instanceof Known.File(int on, int target)) {
            return on;
        }
        throw new FopException(Errno.EISDIR);
    }

    Known.Directory directory(Frame frame, Inode inode) throws FopException {
        if (known(frame, inode) instanceof Known.Directory directory) {
            return directory;
        }
        throw new FopException(Errno.ENOTDIR);
    }

    /** The subvolume a name belongs to; EIO when the parent's layout does not cover it. */
    int hashed(Frame frame, Loc loc) throws FopException {
        int hashed = hashedOrNowhere(frame, loc);
        if (hashed == Known.NOWHERE) {
            throw new FopException(Errno.EIO, "no subvolume in the layout for " + loc.name());
        }
        return hashed;
    }

    int hashedOrNowhere(Frame frame, Loc loc) throws FopException {
        if (loc.parent() == null) {
            throw new FopException(Errno.EINVAL);
        }
        int hash = settings.hashing().of(loc.name());
        return directory(frame, loc.parent()).layout().search(hash);
    }

    /** Asks all subvolumes for {@code inode} by its gfid, and keeps the answer. */
    Known discover(Frame frame, Inode inode) throws FopException {
        var seen = lookAll(asRoot(frame), Loc.of(inode), Xdata.NULL);
        var view = DirectoryView.of(seen, keys);
        Known known;
        if (view.isSeen()) {
            known = keep(inode, view);
        } else {
            int on = fileAmong(seen);
            if (on == Known.NOWHERE) {
                var why = view.failure();
                throw new FopException(why == Errno.ENOENT ? Errno.ESTALE : why);
            }
            known = files[on];
            keep(inode, inode.gfid(), known);
        }
        return known;
    }

    /** What was kept until now, in {@code inode} or in the table's inode of that gfid. */
    private Known before(Inode inode, Gfid gfid) {
        if (!inode.isBlank() || inode.table() == null || gfid.isNull()) {
            return slot.get(inode);
        }
        var linked = inode.table().findPinned(gfid);
        if (linked == null) {
            return slot.get(inode);
        }
        try {
            return slot.get(linked);
        } finally {
            linked.unpin();
        }
    }

    /** Keeps a directory; of subvolumes that are down what was known before. */
    Known.Directory keep(Inode inode, DirectoryView view) {
        var layout = view.layout();
        int mds = view.mds();
        if (before(inode, view.gfid()) instanceof Known.Directory(var before, int server)) {
            layout = layout.remembering(before);
            boolean unseen =
                    mds == Known.NOWHERE
                            && server != Known.NOWHERE
                            && view.layout().part(server).state() == Layout.State.DOWN;
            mds = unseen ? server : mds;
        }
        var known = new Known.Directory(layout, mds);
        keep(inode, view.gfid(), known);
        return known;
    }

    /** {@link Known#NOWHERE} when nobody has data. */
    static int fileAmong(List<Sighting> seen) {
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).kind() == Sighting.Kind.FILE) {
                return i;
            }
        }
        return Known.NOWHERE;
    }

    /** What {@code at} has under a name, by the name alone. */
    Reply.Lookup look(Frame frame, Loc name, int at) throws FopException {
        var fresh = Loc.entry(name.parent(), name.name());
        return children.call(at, frame, new Fop.Lookup(fresh, fileRequest(Xdata.NULL)));
    }

    /** The subvolume that the linkto xattr names, {@link Known#NOWHERE} without, and if it is none of ours. */
    int leadsTo(Reply.Lookup found) {
        return Sighting.target(found, keys, children);
    }

    /** Looks on all subvolumes at once. */
    List<Sighting> lookAll(Frame frame, Loc loc, Xdata callers) {
        var op = new Fop.Lookup(loc, request(callers, loc.effectiveGfid()));
        var seen = new ArrayList<Sighting>(children.size());
        for (Outcome<Reply.Lookup> outcome : children.callAll(frame, op)) {
            seen.add(Sighting.of(outcome, keys, children));
        }
        if (loc.effectiveGfid().isRoot()) {
            learnCommitHash(seen);
        }
        return seen;
    }

    private void learnCommitHash(List<Sighting> seen) {
        commitHashAt.set(children.nanoTime());
        for (var one : seen) {
            if (one.reply() != null) {
                long found = one.reply().xdata().number(keys.commitHash(), commitHash);
                if ((int) found != commitHash) {
                    commitHash = (int) found;
                }
            }
        }
    }

    /**
     * Whether a name that is not on its hashed subvolume may be elsewhere after all, as a rebalance has begun since the
     * root was looked at: asked before such a name is believed not to be, and once a second at most.
     */
    boolean mayBeElsewhereNow(Frame frame, Inode parent) {
        long asked = commitHashAt.get();
        long now = children.nanoTime();
        int up = children.firstUp();
        boolean known = !settings.options().lookupOptimize() || now - asked < COMMIT_HASH_NANOS;
        if (known || up == Known.NOWHERE || !commitHashAt.compareAndSet(asked, now)) {
            return false;
        }
        try {
            var root = Loc.of(parent.table().root());
            var op = new Fop.Lookup(root, request(Xdata.NULL, root.effectiveGfid()));
            var reply = children.call(up, asRoot(frame), op);
            learnCommitHash(List.of(Sighting.of(reply, keys, children)));
            return slot.get(parent) instanceof Known.Directory(var layout, int mds)
                    && mayBeElsewhere(layout);
        } catch (FopException why) {
            return false;
        }
    }

    /** Whether a name that is not on its hashed subvolume may be elsewhere (spec dht 4). */
    boolean mayBeElsewhere(Layout parent) {
        var options = settings.options();
        if (options.lookupOptimize()) {
            return parent.commitHash() != commitHash;
        }
        return !options.lookupUnhashed().equalsIgnoreCase("off")
                && !options.lookupUnhashed().equalsIgnoreCase("no");
    }
}
