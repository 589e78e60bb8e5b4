package org.glusterj.cluster.afr;

import java.util.ArrayList;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * READDIR and READDIRP: from one good copy, and for the whole of a listing from the same, as the offsets mean something
 * to it alone. While a copy may need a heal, attributes come along only for objects whose copy there is known to be
 * good, others must be looked up (spec afr 8). Runs on the caller's thread; the fd remembers the copy.
 */
final class Listing {
    private final Replica replica;
    private final Reads reads;
    private final Fds fds;

    Listing(Replica replica, Reads reads, Fds fds) {
        this.replica = replica;
        this.reads = reads;
        this.fds = fds;
    }

    Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return list(frame, op, op.fd(), op.offset());
    }

    Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        return list(frame, op, op.fd(), op.offset());
    }

    private Reply.Readdir list(Frame frame, Fop<Reply.Readdir> op, Fd fd, long offset)
            throws FopException {
        var opened = fds.of(fd);
        int from = opened.listedFrom();
        if (offset != 0 && from >= 0) {
            return shown(frame, fd, from, replica.children().call(from, frame, op));
        }
        fds.openWhereMissing(frame, fd);
        var answeredBy = new int[1];
        var reply = reads.read(frame, op, fd.inode(), fd, ChangeType.DATA, answeredBy);
        opened.listedFrom(answeredBy[0]);
        return shown(frame, fd, answeredBy[0], reply);
    }

    private Reply.Readdir shown(Frame frame, Fd fd, int from, Reply.Readdir reply) {
        var entries = new ArrayList<DirEntry>(reply.entries().size());
        int generation = replica.children().presence().generation();
        boolean doubt = replica.mayNeedHeal(generation);
        for (var entry : reply.entries()) {
            if (!HiddenNames.isHidden(frame.caller(), fd.inode(), entry.name())) {
                boolean good = !doubt || isGood(fd, entry, from, generation);
                entries.add(good ? entry : bare(entry));
            }
        }
        return new Reply.Readdir(entries, reply.atEnd(), reply.xdata());
    }

    private boolean isGood(Fd fd, DirEntry entry, int from, int generation) {
        if (entry.iatt().isNone()) {
            return true;
        }
        var inode = fd.inode().table().findPinned(entry.iatt().gfid());
        if (inode == null) {
            return false;
        }
        try {
            var state = replica.stateIfAny(inode);
            var view = state == null ? null : state.view();
            return view != null && view.isCurrent(generation) && view.both().has(from);
        } finally {
            inode.unpin();
        }
    }

    private static DirEntry bare(DirEntry entry) {
        int type = entry.type() == 0 ? entry.iatt().type().dt() : entry.type();
        return new DirEntry(entry.ino(), entry.offset(), type, entry.name(), Iatt.NONE, Xdata.NULL);
    }
}
