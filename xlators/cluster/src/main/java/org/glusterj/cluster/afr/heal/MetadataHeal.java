package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/**
 * Makes owner, mode, extended attributes and times of copies equal, all under the lock that clients take for them
 * (spec afr 7). Stateless; blocks its thread.
 */
final class MetadataHeal {
    private static final Log LOG = Log.of(MetadataHeal.class);

    private final Replica replica;
    private final HealLocks locks;
    private final Marks marks;

    MetadataHeal(Replica replica) {
        this.replica = replica;
        locks = new HealLocks(replica);
        marks = new Marks(replica);
    }

    /**
     * @return false when there was nothing to do
     * @throws FopException EIO split-brain; EAGAIN, ENOTCONN not now
     */
    boolean heal(Frame frame, Inode inode) throws FopException {
        var range = HealLocks.Range.metadata(replica.domain(), inode);
        try (var held = locks.contend(frame, range).require()) {
            var sight = replica.look(frame, inode);
            sight.answers().requireAll();
            var plan = MetadataChoice.of(sight, held.on(), replica.settings());
            if (!plan.isNeeded()) {
                return false;
            }
            if (plan.favoured()) {
                sight = marks.favour(frame, inode, ChangeType.METADATA, sight, plan);
            }
            sight = marks.ensure(frame, inode, ChangeType.METADATA, sight, plan);
            sight.answers().requireAll();
            var healed = copy(frame, inode, sight, plan);
            var now = replica.look(frame, inode);
            marks.undo(
                    frame, inode, ChangeType.METADATA, sight, now, plan, healed, false, Xdata.NULL);
            return Healer.done("metadata", replica, inode, plan, healed);
        }
    }

    /** Returns who is equal now. */
    private Copies copy(Frame frame, Inode inode, Sight sight, Plan plan) throws FopException {
        var all = new Fop.Getxattr(Loc.of(inode), "", Xdata.NULL);
        Xdata wanted = HealedXattrs.copied(replica.call(plan.source(), frame, all).dict());
        var healed = plan.heal();
        var like = sight.iatt(plan.source());
        int owner = Attributes.OWNER | SetattrMask.MODE;
        var owned = Attributes.set(replica, frame, inode, like, owner, healed);
        for (int i = plan.heal().lowest(); i >= 0; i = plan.heal().next(i)) {
            try {
                if (!owned.succeeded().has(i)) {
                    throw owned.failure(i);
                }
                xattrs(frame, inode, i, wanted);
            } catch (FopException why) {
                healed = healed.without(i);
                LOG.say(
                        HealMessage.SINK_FAILED,
                        inode.gfid(),
                        replica.childName(i),
                        why.getMessage());
            }
        }
        // An access control list changes the mode, the owner takes capabilities: so the mode once
        // more.
        int rest = SetattrMask.MODE | Attributes.TIMES;
        return healed.and(Attributes.set(replica, frame, inode, like, rest, healed).succeeded());
    }

    private void xattrs(Frame frame, Inode inode, int child, Xdata wanted) throws FopException {
        var loc = Loc.of(inode);
        Reply.Xattrs has = replica.call(child, frame, new Fop.Getxattr(loc, "", Xdata.NULL));
        var extra = HealedXattrs.of(has.dict());
        for (int i = 0; i < extra.size(); i++) {
            if (!wanted.contains(extra.key(i))) {
                remove(frame, child, new Fop.Removexattr(loc, extra.key(i), Xdata.NULL));
            }
        }
        if (!wanted.isEmpty()) {
            replica.call(child, frame, new Fop.Setxattr(loc, wanted, 0, Xdata.NULL));
        }
    }

    private void remove(Frame frame, int child, Fop.Removexattr op) throws FopException {
        try {
            replica.call(child, frame, op);
        } catch (FopException why) {
            if (why.errno() != Errno.ENODATA) {
                throw why;
            }
        }
    }
}
