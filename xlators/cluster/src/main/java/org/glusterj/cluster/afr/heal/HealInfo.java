package org.glusterj.cluster.afr.heal;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * What waits for a heal by a brick's lists, looked at without locks, in the words of stock's {@code heal info} (spec
 * afr 7): what is under way by a client is not listed. Stateless.
 */
final class HealInfo {
    private static final String PATH = "glusterfs.gfid2path";

    private final Replica replica;
    private final Healer healer;
    private final Index index;
    private final HealState states;

    HealInfo(Healer healer) {
        this.healer = healer;
        replica = healer.replica();
        index = new Index(replica);
        states = new HealState(replica.domain(), replica.healDomain());
    }

    /** @throws FopException ENOTCONN the brick is down */
    void visit(int brick, Consumer<HealEntry> entries) throws FopException {
        var frame = replica.frame();
        var rootShown = new AtomicBoolean();
        list(
                frame,
                brick,
                Index.Kind.XATTROP,
                entry -> {
                    rootShown.compareAndSet(false, entry.gfid().equals(Gfid.ROOT));
                    entries.accept(entry);
                });
        if (!rootShown.get()) {
            root(frame, brick, entries);
        }
        list(frame, brick, Index.Kind.DIRTY, entries);
    }

    /** A brick may accuse a new one at the root without having it on its list: see {@link Crawl}. */
    private void root(Frame frame, int brick, Consumer<HealEntry> entries) throws FopException {
        var root = healer.inodes().root();
        var sight = replica.look(frame, Loc.of(root), states.request());
        if (!sight.present().has(brick) || !accuses(sight, brick)) {
            return;
        }
        var state = states.state(sight, replica.settings(), false);
        if (state != null) {
            entries.accept(new HealEntry(Gfid.ROOT, "/", state));
        }
    }

    private boolean accuses(Sight sight, int brick) {
        for (var type : List.of(ChangeType.METADATA, ChangeType.ENTRY)) {
            var matrix = sight.matrix(type);
            for (int i = 0; i < replica.size(); i++) {
                if (matrix.count(brick, i) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private void list(Frame frame, int brick, Index.Kind kind, Consumer<HealEntry> entries)
            throws FopException {
        Inode list;
        try {
            list = index.directory(frame, brick, healer.inodes(), kind);
        } catch (FopException why) {
            if (isNone(why)) {
                return;
            }
            throw why;
        }
        try {
            index.visit(
                    frame,
                    brick,
                    list,
                    name -> {
                        var gfid = Crawl.gfid(name);
                        if (gfid != null) {
                            show(frame, brick, gfid, kind, list, entries);
                        }
                        return true;
                    });
        } catch (FopException why) {
            if (!isNone(why)) {
                throw why;
            }
        } finally {
            list.unpin();
        }
    }

    /** The brick keeps no such list. */
    static boolean isNone(FopException why) {
        return Answers.isGone(why)
                || why.errno() == Errno.ENODATA
                || why.errno() == Errno.EOPNOTSUPP;
    }

    private void show(
            Frame frame,
            int brick,
            Gfid gfid,
            Index.Kind kind,
            Inode list,
            Consumer<HealEntry> entries)
            throws FopException {
        var inode = healer.inodes().obtainPinned(gfid);
        try {
            var state = state(frame, inode, kind == Index.Kind.DIRTY);
            if (state == null) {
                return;
            }
            entries.accept(new HealEntry(gfid, path(frame, brick, inode), state));
        } catch (FopException why) {
            if (!Answers.isGone(why)) {
                throw why;
            }
            index.purge(frame, brick, list, gfid.toString());
        } finally {
            inode.unpin();
        }
    }

    private HealEntry.State state(Frame frame, Inode inode, boolean dirtyList) throws FopException {
        var sight = replica.look(frame, Loc.of(inode), states.request());
        return states.state(sight, replica.settings(), dirtyList);
    }

    /** Null when the brick does not know; fails when it does not have the inode at all. */
    private String path(Frame frame, int brick, Inode inode) throws FopException {
        if (inode.isRoot()) {
            return "/";
        }
        try {
            var get = new Fop.Getxattr(Loc.of(inode), PATH, Xdata.NULL);
            Reply.Xattrs reply = replica.call(brick, frame, get);
            return reply.dict().string(PATH).orElse(null);
        } catch (FopException why) {
            if (Answers.isGone(why)) {
                throw why;
            }
            return null;
        }
    }
}
