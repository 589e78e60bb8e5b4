package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Makes one name of a directory stand for the same on all copies, under the lock that clients take for the name (spec
 * afr 7). What the directory's counters say of it is read under that lock: whoever changed the name has counted
 * before he gave the lock back, and changes of other names do not matter here ({@link EntryChoice}). Stateless;
 * blocks its thread.
 */
final class NameHeal {
    private static final String GFID_REQUEST = "gfid-req";
    private static final String LANDFILL = ".landfill";
    private static final String INTERNAL = ".glusterfs";

    private final Replica replica;
    private final HealLocks locks;
    private final AnonymousInode anonymous;
    private final Recreation recreation;

    NameHeal(Replica replica, AnonymousInode anonymous) {
        this.replica = replica;
        this.anonymous = anonymous;
        locks = new HealLocks(replica);
        recreation = new Recreation(replica, anonymous);
    }

    /** Names of the root that are the bricks' own. */
    static boolean isPrivate(Inode directory, String name) {
        return directory.isRoot()
                && (name.equals(INTERNAL) || name.equals(LANDFILL) || AnonymousInode.isName(name));
    }

    AnonymousInode anonymous() {
        return anonymous;
    }

    /**
     * @return whether anything was done
     * @throws FopException EIO it stands for different objects and nobody is right; EBUSY a directory is to be moved
     *     first; ENOTCONN a copy is down
     */
    boolean heal(Frame frame, Inode directory, String name) throws FopException {
        if (isPrivate(directory, name)) {
            return false;
        }
        var target = new HealLocks.Names(replica.domain(), directory, name);
        try (var held = locks.take(frame, target).require()) {
            var parent = replica.look(frame, directory);
            parent.answers().requireAll();
            var plan = EntryChoice.of(parent, held.on(), replica.settings());
            var sight = replica.lookName(frame, directory, name);
            sight.answers().requireKnown();
            sight = named(frame, directory, name, sight);
            var choice = NameChoice.of(plan, sight, replica.settings().judge());
            if (choice.isNothing()) {
                return false;
            }
            return apply(frame, directory, name, choice, sight);
        }
    }

    private boolean apply(Frame frame, Inode directory, String name, NameChoice choice, Sight sight)
            throws FopException {
        var remove = choice.remove();
        for (int i = remove.lowest(); i >= 0; i = remove.next(i)) {
            recreation.remove(frame, i, directory, name, sight.iatt(i));
        }
        FopException failure = null;
        var make = choice.make();
        for (int i = make.lowest(); i >= 0; i = make.next(i)) {
            try {
                recreation.make(frame, i, directory, name, choice, sight);
            } catch (FopException why) {
                failure = why;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return true;
    }

    /** A file that was put on a brick directly has no gfid: it gets that of the other copies' of its type. */
    private Sight named(Frame frame, Inode directory, String name, Sight sight)
            throws FopException {
        var nameless = Copies.NONE;
        int known = -1;
        var present = sight.present();
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            if (sight.iatt(i).gfid().isNull()) {
                nameless = nameless.with(i);
            } else {
                known = known < 0 ? i : known;
            }
        }
        if (nameless.isEmpty()) {
            return sight;
        }
        if (known < 0) {
            throw new FopException(Errno.ENODATA, "no copy of the name has a gfid");
        }
        return adopt(frame, directory, name, sight, nameless, known);
    }

    private Sight adopt(
            Frame frame, Inode directory, String name, Sight sight, Copies nameless, int known)
            throws FopException {
        var type = sight.iatt(known).type();
        var gfid = sight.iatt(known).gfid();
        var op =
                new Fop.Lookup(
                        Loc.entry(directory, name), Xdata.EMPTY.withGfid(GFID_REQUEST, gfid));
        var answers = new Answers<Reply.Lookup>(sight.size());
        for (int i = 0; i < sight.size(); i++) {
            if (!sight.present().has(i)) {
                answers.failed(i, sight.answers().failure(i));
            } else if (!nameless.has(i)) {
                answers.ok(i, sight.answers().reply(i));
            } else if (sight.iatt(i).type() == type) {
                answers.ok(i, replica.call(i, frame, op).withXdata(sight.xdata(i)));
            } else {
                throw new FopException(Errno.EIO, "the name stands for objects of different types");
            }
        }
        return new Sight(sight.keys(), answers);
    }

    /** Whether copies differ in a name, as far as one can see without a lock. */
    boolean isNeeded(Frame frame, Inode directory, String name) {
        if (isPrivate(directory, name)) {
            return false;
        }
        var sight = replica.lookName(frame, directory, name);
        if (!sight.isComplete()) {
            return !sight.present().isEmpty();
        }
        for (int i = 0; i < sight.size(); i++) {
            var gfid = sight.iatt(i).gfid();
            if (gfid.isNull() || !gfid.equals(sight.iatt(0).gfid())) {
                return true;
            }
        }
        return false;
    }
}
