package org.glusterj.protocol.server;

import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;

/**
 * Enters what a successful fop taught us into the brick's inode table, so that the context translators keep in inodes
 * (locks, upcall) is found again, and forgets names that are gone. Runs on the io-thread before the reply is sent;
 * holds
 * no pin afterwards.
 */
final class Linker {
    private final InodeTable inodes;

    Linker(InodeTable inodes) {
        this.inodes = inodes;
    }

    void learn(Fop<?> op, Reply reply) {
        switch (op) {
            case Fop.Lookup lookup -> link(lookup.loc(), ((Reply.Lookup) reply).iatt());
            case Fop.Mkdir mkdir -> link(mkdir.loc(), ((Reply.Entry) reply).iatt());
            case Fop.Mknod mknod -> link(mknod.loc(), ((Reply.Entry) reply).iatt());
            case Fop.Symlink symlink -> link(symlink.loc(), ((Reply.Entry) reply).iatt());
            case Fop.Link link -> link(link.newLoc(), ((Reply.Entry) reply).iatt());
            case Fop.Create create ->
                    created(create.loc(), create.fd(), ((Reply.Entry) reply).iatt());
            case Fop.Readdirp readdirp -> entries(readdirp.fd(), (Reply.Readdir) reply);
            case Fop.Unlink unlink -> unlink(unlink.loc());
            case Fop.Rmdir rmdir -> unlink(rmdir.loc());
            case Fop.Rename rename -> rename(rename.oldLoc(), rename.newLoc());
            default -> {
                // Every other fop leaves names and identities as they were.
            }
        }
    }

    private void link(Loc loc, Iatt iatt) {
        if (!iatt.gfid().isNull()) {
            inodes.linkPinned(loc.inode(), loc.parent(), loc.name(), iatt).unpin();
        }
    }

    private void created(Loc loc, Fd fd, Iatt iatt) {
        if (iatt.gfid().isNull()) {
            return;
        }
        var linked = inodes.linkPinned(loc.inode(), loc.parent(), loc.name(), iatt);
        fd.rebind(linked);
        linked.unpin();
    }

    private void entries(Fd directory, Reply.Readdir reply) {
        var parent = directory.inode();
        for (var entry : reply.entries()) {
            var name = entry.name();
            if (!entry.iatt().gfid().isNull() && !name.equals(".") && !name.equals("..")) {
                inodes.linkPinned(inodes.blank(), parent, name, entry.iatt()).unpin();
            }
        }
    }

    private void unlink(Loc loc) {
        if (loc.parent() != null) {
            inodes.unlink(loc.parent(), loc.name());
        }
    }

    private void rename(Loc from, Loc to) {
        Inode oldParent = from.parent();
        if (oldParent != null && to.parent() != null) {
            inodes.rename(oldParent, from.name(), to.parent(), to.name());
        }
    }
}
