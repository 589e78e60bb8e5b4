package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.PendingMatrix;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Makes the names of a directory equal on all copies (spec afr 7). One healer at a time by the lock of the heal
 * domain; each name under its own lock ({@link NameHeal}), so that clients go on with all others. Which names: those
 * on record with the copies that are right, or all when they are not on record. Then, under the lock of all names,
 * the counters go down by what they were at the beginning: a change that was missed meanwhile stays counted.
 * Stateless; blocks its thread.
 */
final class EntryHeal {
    private static final String PURGE_INDEX = "glusterfs.xattrop-purge-index";

    private final Replica replica;
    private final HealLocks locks;
    private final Marks marks;
    private final Index index;
    private final NameHeal names;

    EntryHeal(Replica replica) {
        this.replica = replica;
        locks = new HealLocks(replica);
        marks = new Marks(replica);
        index = new Index(replica);
        names = new NameHeal(replica, new AnonymousInode(replica));
    }

    NameHeal names() {
        return names;
    }

    /** What was decided, and on what grounds; full = all names are compared. */
    private record Work(Sight sight, Plan plan, boolean full) {
        Copies listed() {
            return plan.merges() ? plan.heal() : plan.heal().plus(plan.sources());
        }
    }

    /**
     * @return false when there was nothing to do
     * @throws FopException EIO a name stands for different objects; EAGAIN, EBUSY, ENOTCONN not now
     */
    boolean heal(Frame frame, Inode directory) throws FopException {
        var alone = new HealLocks.Names(replica.healDomain(), directory, null);
        try (var held = locks.contend(frame, alone).require()) {
            var work = prepare(frame, directory);
            if (work == null) {
                return false;
            }
            var all = new Names(frame, directory);
            if (work.full()) {
                full(frame, directory, work, all);
            } else {
                granular(frame, directory, work, all);
            }
            all.requireHealed();
            return finish(frame, directory, work);
        }
    }

    private Work prepare(Frame frame, Inode directory) throws FopException {
        var whole = new HealLocks.Names(replica.domain(), directory, null);
        try (var held = locks.take(frame, whole).require()) {
            var sight = replica.look(frame, directory);
            sight.answers().requireAll();
            var plan = EntryChoice.of(sight, held.on(), replica.settings());
            if (!plan.isNeeded()) {
                return null;
            }
            return new Work(sight, plan, isFull(sight));
        }
    }

    /** A data count at a directory says that names were changed without a record (spec afr 1). */
    private boolean isFull(Sight sight) {
        return !replica.settings().granular() || sight.matrix(ChangeType.DATA).anyPending();
    }

    /** Heals name after name; those that cannot be healed keep the counters up. */
    private final class Names {
        private final Frame frame;
        private final Inode directory;
        private FopException failure;

        Names(Frame frame, Inode directory) {
            this.frame = frame;
            this.directory = directory;
        }

        /** True when the name is equal everywhere now. */
        boolean heal(String name) throws FopException {
            try {
                names.heal(frame, directory, name);
                return true;
            } catch (FopException why) {
                if (why.errno() == Errno.ENOTCONN) {
                    throw why;
                }
                boolean worse = failure == null || why.errno() == Errno.EIO;
                failure = worse ? why : failure;
                return false;
            }
        }

        void requireHealed() throws FopException {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private void full(Frame frame, Inode directory, Work work, Names all) throws FopException {
        var listed = work.listed();
        for (int i = listed.lowest(); i >= 0; i = listed.next(i)) {
            index.visit(
                    frame,
                    i,
                    directory,
                    name -> {
                        all.heal(name);
                        return true;
                    });
        }
    }

    private void granular(Frame frame, Inode directory, Work work, Names all) throws FopException {
        var listed = work.listed();
        var counted = work.sight().matrix(ChangeType.ENTRY);
        for (int i = listed.lowest(); i >= 0; i = listed.next(i)) {
            var changes = index.changes(frame, i, directory.table(), directory.gfid());
            if (changes == null) {
                if (accuses(counted, i)) {
                    full(frame, directory, work, all);
                    return;
                }
                continue;
            }
            int child = i;
            try {
                index.visit(
                        frame,
                        child,
                        changes,
                        name -> {
                            if (all.heal(name)) {
                                index.purge(frame, child, changes, name);
                            }
                            return true;
                        });
            } finally {
                changes.unpin();
            }
        }
        for (int i = listed.lowest(); i >= 0; i = listed.next(i)) {
            boolean right = work.plan().merges() || work.plan().sources().has(i);
            if (right && counted.dirty(i) != 0) {
                // A change that never ended may have no record.
                full(frame, directory, work, all);
                return;
            }
        }
    }

    private boolean accuses(PendingMatrix counted, int child) {
        for (int j = 0; j < replica.size(); j++) {
            if (counted.count(child, j) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean finish(Frame frame, Inode directory, Work work) throws FopException {
        var healed = durable(frame, directory, work.plan().heal());
        var whole = new HealLocks.Names(replica.domain(), directory, null);
        try (var held = locks.take(frame, whole).require()) {
            var now = replica.look(frame, directory);
            now.answers().requireAll();
            if (!work.plan().merges()) {
                var like = now.iatt(work.plan().source());
                Attributes.set(replica, frame, directory, like, Attributes.TIMES, healed);
            }
            var purge =
                    replica.settings().granular()
                            ? Xdata.EMPTY.withInt(PURGE_INDEX, 1)
                            : Xdata.NULL;
            marks.undo(
                    frame,
                    directory,
                    ChangeType.ENTRY,
                    work.sight(),
                    now,
                    work.plan(),
                    healed,
                    work.full(),
                    purge);
        }
        return Healer.done("entry", replica, directory, work.plan(), healed);
    }

    /** Names must outlive a power cut before nobody knows any more that they may be missing. */
    private Copies durable(Frame frame, Inode directory, Copies healed) throws FopException {
        if (!replica.settings().durable()) {
            return healed;
        }
        try (Fd fd = directory.table().newFd(directory, 0)) {
            var open = new Fop.Opendir(Loc.of(directory), fd, Xdata.NULL);
            var opened = replica.<Reply.Ok>ask(healed, frame, open).succeeded();
            var sync = new Fop.Fsyncdir(fd, false, Xdata.NULL);
            return replica.<Reply.Ok>ask(opened, frame, sync).succeeded();
        }
    }
}
