package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Moves a file with several names off a subvolume that is to be removed, in stock's way (spec dht 7): the first name
 * that is met writes into the file where all go, each further one is linked there to the linkto file of the first, and
 * with the last one the data goes. The other names are linkto files then, at both places. Whoever is interrupted leaves
 * names that the next one finds linked already. Stateless; the callers of one file exclude each other by its lock.
 */
final class HardLinks {
    private final Parts parts;

    HardLinks(Parts parts) {
        this.parts = parts;
    }

    /** Where all names of the file go: where the first one belonged. */
    Ends group(Ends ends, Reply.Lookup found) {
        int target = ends.leadsTo(found);
        boolean usable =
                target != Known.NOWHERE
                        && target != ends.from()
                        && !parts.where().settings().leaving().contains(target);
        return usable ? ends.towards(target) : ends;
    }

    /** Adds the name to those that are there already; true when all of them are. */
    boolean isLast(Ends wanted, Reply.Lookup found) throws FopException {
        var ends = group(wanted, found);
        if (ends.leadsTo(found) != ends.to()) {
            ends.lead(ends.from(), ends.to(), Xdata.EMPTY);
        }
        if (ends.look(ends.to(), Xdata.NULL) == null) {
            add(ends);
        }
        var there = ends.look(ends.to(), Xdata.NULL);
        if (there == null || !there.iatt().gfid().equals(ends.inode().gfid())) {
            throw new FopException(Errno.EEXIST, "the name stands for another file there");
        }
        return there.iatt().nlink() >= found.iatt().nlink();
    }

    private void add(Ends ends) throws FopException {
        try {
            ends.at(ends.to(), new Fop.Link(ends.byGfid(), ends.known(), Xdata.NULL));
        } catch (FopException why) {
            if (!Whereabouts.isGone(why)) {
                throw why;
            }
            parts.links()
                    .make(
                            ends.frame(),
                            ends.entry(),
                            ends.inode().gfid(),
                            ends.from(),
                            ends.to(),
                            Xdata.EMPTY);
        }
    }
}
