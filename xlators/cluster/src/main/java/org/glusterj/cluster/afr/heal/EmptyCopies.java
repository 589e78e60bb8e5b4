package org.glusterj.cluster.afr.heal;

import java.util.Set;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.Pending;
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
 * Has the copies that are there say of new ones, before these are served for the first time, that they have missed the
 * root and all its names: the heal copies the right way then, and nobody takes an empty directory for the newest one.
 * What is below the root follows, as the heal of a directory says the same of what it makes.
 *
 * <p>Takes no locks: the counts are added in one step, and as the new copies are not served, no heal can take them
 * back. Stateless.
 */
final class EmptyCopies {
    private final Replica replica;

    EmptyCopies(Replica replica) {
        this.replica = replica;
    }

    /**
     * Returns when it outlives a power cut.
     *
     * @param names of children
     * @return the copies that say so
     * @throws FopException EBUSY one of {@code names} is served; ENOTCONN no copy with data is up
     */
    Copies accuse(Inode root, Set<String> names) throws FopException {
        var empty = Copies.NONE;
        for (int i = 0; i < replica.size(); i++) {
            empty = names.contains(replica.childName(i)) ? empty.with(i) : empty;
        }
        var up = replica.up();
        if (!up.and(empty).isEmpty()) {
            var served = replica.childName(up.and(empty).lowest());
            throw new FopException(Errno.EBUSY, served + " is served");
        }
        int arbiter = replica.settings().arbiter();
        if ((arbiter < 0 ? up : up.without(arbiter)).isEmpty()) {
            throw new FopException(Errno.ENOTCONN, "no copy with data is up");
        }
        var frame = replica.frame();
        // The data count: all names are to be compared, as none is on record (spec afr 1).
        var missed = new Pending(replica.settings().granular() ? 1 : 0, 1, 1);
        new Marks(replica).accuse(frame, root, up, empty, missed);
        sync(frame, root, up);
        return up;
    }

    private void sync(Frame frame, Inode root, Copies up) throws FopException {
        try (Fd fd = root.table().newFd(root, 0)) {
            var open = new Fop.Opendir(Loc.of(root), fd, Xdata.NULL);
            replica.<Reply.Ok>ask(up, frame, open).requireAll();
            replica.<Reply.Ok>ask(up, frame, new Fop.Fsyncdir(fd, false, Xdata.NULL)).requireAll();
        }
    }
}
