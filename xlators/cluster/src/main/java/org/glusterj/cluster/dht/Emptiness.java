package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Whether a directory holds anything but linkto files that lead nowhere, which are removed on the way (spec dht 6,
 * rmdir). Stateless; runs on the caller's thread.
 */
final class Emptiness {
    private static final int LIST_BYTES = 4096;

    private final Whereabouts where;
    private final LinkFile links;

    Emptiness(Whereabouts where, LinkFile links) {
        this.where = where;
        this.links = links;
    }

    /** Throws ENOTEMPTY, ENOTDIR, or why the directory cannot be read. */
    void require(Frame callers, Loc loc) throws FopException {
        var inode = loc.inode();
        var frame = Whereabouts.asRoot(callers);
        where.directory(frame, inode);
        var children = where.children();
        try (Fd fd = inode.table().newFd(inode, 0)) {
            var opened = children.callAll(frame, new Fop.Opendir(Loc.of(inode), fd, Xdata.NULL));
            var asked = new ArrayList<Integer>();
            for (int i = 0; i < opened.size(); i++) {
                if (opened.get(i) instanceof Outcome.Failed<Reply.Ok>(var child, var why)) {
                    if (!Whereabouts.isGone(why)) {
                        throw why;
                    }
                } else {
                    asked.add(i);
                }
            }
            list(frame, inode, fd, asked);
        }
    }

    private void list(Frame frame, Inode directory, Fd fd, List<Integer> asked)
            throws FopException {
        var xdata = Xdata.EMPTY.withUint(where.keys().linkto(), Whereabouts.LINKTO_BYTES);
        var op = new Fop.Readdirp(fd, LIST_BYTES, 0, xdata);
        var outcomes = where.children().<Reply.Readdir>call(frame, asked, i -> op);
        for (int k = 0; k < outcomes.size(); k++) {
            switch (outcomes.get(k)) {
                case Outcome.Failed<Reply.Readdir>(var child, var why) -> {
                    if (!Whereabouts.isGone(why)) {
                        throw why;
                    }
                }
                case Outcome.Ok<Reply.Readdir>(var child, var reply) ->
                        rest(frame, directory, fd, asked.get(k), reply, xdata);
            }
        }
    }

    private void rest(Frame frame, Inode directory, Fd fd, int on, Reply.Readdir first, Xdata xdata)
            throws FopException {
        var reply = first;
        while (!reply.entries().isEmpty()) {
            for (var entry : reply.entries()) {
                check(frame, directory, on, entry);
            }
            if (reply.atEnd()) {
                return;
            }
            long offset = reply.entries().getLast().offset();
            reply =
                    where.children()
                            .call(on, frame, new Fop.Readdirp(fd, LIST_BYTES, offset, xdata));
        }
    }

    private void check(Frame frame, Inode directory, int on, DirEntry entry) throws FopException {
        if (entry.name().equals(".") || entry.name().equals("..")) {
            return;
        }
        if (!Marks.isLinkto(entry.iatt(), entry.dict(), where.keys())) {
            throw new FopException(Errno.ENOTEMPTY);
        }
        var loc = Loc.entry(directory, entry.name());
        var target = entry.dict().string(where.keys().linkto()).orElse("");
        int at = where.children().indexOf(target);
        if (at != Known.NOWHERE && hasData(frame, loc, at)) {
            throw new FopException(Errno.ENOTEMPTY);
        }
        if (!links.removeStale(frame, loc, on)) {
            throw new FopException(Errno.ENOTEMPTY);
        }
    }

    private boolean hasData(Frame frame, Loc loc, int at) throws FopException {
        try {
            var op = new Fop.Lookup(loc, where.fileRequest(Xdata.NULL));
            var found = where.children().call(at, frame, op);
            return !Marks.isLinkto(found.iatt(), found.xdata(), where.keys());
        } catch (FopException why) {
            if (Whereabouts.isGone(why)) {
                return false;
            }
            throw why;
        }
    }
}
