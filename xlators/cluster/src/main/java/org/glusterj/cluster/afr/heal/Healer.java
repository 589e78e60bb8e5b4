package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Log;

/**
 * Heals one inode in all that it needs: data, attributes, names. Idempotent; any number of threads, each with another
 * inode or not, as the locks on the bricks keep them apart.
 */
final class Healer {
    private static final Log LOG = Log.of(Healer.class);

    private final Replica replica;
    private final InodeTable inodes;
    private final DataHeal data;
    private final MetadataHeal metadata;
    private final EntryHeal entry;

    Healer(Replica replica, InodeTable inodes) {
        this.replica = replica;
        this.inodes = inodes;
        data = new DataHeal(replica);
        metadata = new MetadataHeal(replica);
        entry = new EntryHeal(replica);
    }

    Replica replica() {
        return replica;
    }

    InodeTable inodes() {
        return inodes;
    }

    NameHeal names() {
        return entry.names();
    }

    /** Blocks until it is healed, or cannot be. */
    HealResult heal(Gfid gfid) {
        var inode = inodes.obtainPinned(gfid);
        try {
            return heal(replica.frame(), inode);
        } catch (FopException why) {
            return HealResult.of(why);
        } finally {
            inode.unpin();
        }
    }

    private HealResult heal(Frame frame, Inode inode) throws FopException {
        var sight = replica.look(frame, inode);
        var need = Inspection.of(sight, replica.settings());
        var type = sight.iatt(sight.present().lowest()).type();
        inode.learnType(type);
        if (!need.isAny()) {
            return sight.isComplete() ? HealResult.CLEAN : HealResult.QUIET;
        }
        if (!sight.isComplete()) {
            sight.answers().requireKnown();
            boolean down = !replica.isAllUp();
            throw new FopException(
                    down ? Errno.ENOTCONN : Errno.EAGAIN,
                    down ? "not all copies are up" : "not all copies have it yet");
        }
        var all = new All();
        if (need.data()) {
            all.add(() -> data.heal(frame, inode));
        }
        if (need.metadata()) {
            all.add(() -> metadata.heal(frame, inode));
        }
        if (need.entry() && type == FileType.DIRECTORY) {
            all.add(() -> entry.heal(frame, inode));
        }
        return all.result();
    }

    /** One of the kinds of heal. */
    private interface Step {
        boolean run() throws FopException;
    }

    /** Each kind is healed although another could not be. */
    private static final class All {
        private boolean healed;
        private FopException failure;

        void add(Step step) {
            try {
                healed |= step.run();
            } catch (FopException why) {
                boolean worse = failure == null || why.errno() == Errno.EIO;
                failure = worse ? why : failure;
            }
        }

        HealResult result() throws FopException {
            if (failure != null) {
                throw failure;
            }
            return healed ? HealResult.HEALED : HealResult.QUIET;
        }
    }

    /**
     * The end of a heal that had something to do.
     *
     * @return true
     * @throws FopException ENOTCONN some copies could not be healed
     */
    static boolean done(String what, Replica replica, Inode inode, Plan plan, Copies healed)
            throws FopException {
        var source = plan.merges() ? "all" : replica.childName(plan.source());
        LOG.say(HealMessage.HEALED, what, inode.gfid(), source, healed);
        if (!healed.hasAll(plan.heal())) {
            throw new FopException(
                    Errno.ENOTCONN, what + " of copies " + plan.heal().minus(healed) + " failed");
        }
        return true;
    }
}
