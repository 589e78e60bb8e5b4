package org.glusterj.cluster.dht;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Xattrs that nobody stores: where things are, for people and programs that ask (spec dht 4; texts captured from 10.3).
 * Stateless; runs on the caller's thread.
 */
final class VirtualXattrs {
    static final String PATHINFO = "trusted.glusterfs.pathinfo";
    static final String PATHINFO_USER = "glusterfs.pathinfo";
    private static final String NODE_UUID = "trusted.glusterfs.node-uuid";
    private static final String NODE_UUIDS = "trusted.glusterfs.list-node-uuids";
    private static final String LINKINFO = "trusted.distribute.linkinfo";
    private static final String HASHED = "dht.file.hashed-subvol.";
    private static final String STATUS = "dht.subvol.status";
    private static final String REAL_NAME = "glusterfs.get_real_filename:";

    private final String node;
    private final Whereabouts where;

    VirtualXattrs(String node, Whereabouts where) {
        this.node = node;
        this.where = where;
    }

    static boolean knows(String name) {
        return isPathinfo(name)
                || name.equals(NODE_UUID)
                || name.equals(NODE_UUIDS)
                || name.equals(LINKINFO)
                || name.startsWith(HASHED)
                || name.equals(STATUS)
                || name.startsWith(REAL_NAME);
    }

    private static boolean isPathinfo(String name) {
        return name.equals(PATHINFO) || name.equals(PATHINFO_USER);
    }

    Reply.Xattrs get(Frame frame, Fop.Getxattr op) throws FopException {
        var name = op.name();
        var inode = op.loc().inode();
        if (name.startsWith(HASHED)) {
            int hashed = where.hashed(frame, Loc.entry(inode, name.substring(HASHED.length())));
            return text(name, where.children().name(hashed));
        }
        if (name.equals(STATUS)) {
            return text(name, where.children().allUp() ? "1" : "0");
        }
        if (name.equals(LINKINFO)) {
            return linkinfo(frame, op.loc(), name);
        }
        if (name.startsWith(REAL_NAME)) {
            return anybodys(frame, op);
        }
        if (!(where.known(frame, inode) instanceof Known.Directory)) {
            var own = where.children().call(where.fileOn(frame, inode), frame, op);
            return isPathinfo(name)
                    ? text(name, "(<DISTRIBUTE:" + node + "> " + value(own, name) + ")")
                    : own;
        }
        return ofDirectory(frame, op, inode);
    }

    /** With a NUL, which users of a stock mount see too. */
    private static Reply.Xattrs text(String name, String value) {
        var bytes = (value + "\0").getBytes(ISO_8859_1);
        return new Reply.Xattrs(Xdata.EMPTY.withBytes(name, bytes), Xdata.NULL);
    }

    private static String value(Reply.Xattrs reply, String name) {
        return reply.dict().string(name).orElse("");
    }

    private Reply.Xattrs ofDirectory(Frame frame, Fop.Getxattr op, Inode inode)
            throws FopException {
        var name = op.name();
        if (name.equals(NODE_UUID)) {
            int up = where.children().firstUp();
            if (up == Known.NOWHERE) {
                throw new FopException(Errno.ENOTCONN);
            }
            return where.children().call(up, frame, op);
        }
        var values = new ArrayList<String>();
        FopException failure = null;
        for (var outcome : where.children().callAll(frame, op)) {
            switch (outcome) {
                case Outcome.Ok<Reply.Xattrs>(var child, var reply) ->
                        values.add(value(reply, name));
                case Outcome.Failed<Reply.Xattrs>(var child, var why) -> failure = why;
            }
        }
        if (values.isEmpty()) {
            throw failure;
        }
        var joined = String.join(" ", values);
        return text(
                name,
                isPathinfo(name)
                        ? "((<DISTRIBUTE:"
                                + node
                                + "> "
                                + joined
                                + ") ("
                                + node
                                + "-layout "
                                + layout(where.directory(frame, inode).layout())
                                + "))"
                        : joined);
    }

    /** {@code (NAME START STOP)} of each range in the order of the ring, in decimal. */
    String layout(Layout layout) {
        var parts = new ArrayList<String>();
        List<Integer> order = new ArrayList<>(layout.inRingOrder());
        for (int i = 0; i < layout.size(); i++) {
            if (!order.contains(i)) {
                order.addFirst(i);
            }
        }
        for (int i : order) {
            var part = layout.part(i);
            parts.add(
                    "("
                            + where.children().name(i)
                            + " "
                            + Integer.toUnsignedString(part.start())
                            + " "
                            + Integer.toUnsignedString(part.stop())
                            + ")");
        }
        return String.join(" ", parts);
    }

    /** Where the linkto file of a name is that has one; ENODATA for others. */
    private Reply.Xattrs linkinfo(Frame frame, Loc loc, String name) throws FopException {
        var entry = loc.isEntry() ? loc : loc.inode().table().nameOf(loc.inode());
        if (entry == null || where.known(frame, loc.inode()) instanceof Known.Directory) {
            throw new FopException(Errno.ENODATA);
        }
        int hashed = where.hashed(frame, entry);
        if (hashed == where.fileOn(frame, loc.inode())) {
            throw new FopException(Errno.ENODATA);
        }
        var asked = new Fop.Getxattr(loc, PATHINFO, Xdata.NULL);
        return text(name, value(where.children().call(hashed, frame, asked), PATHINFO));
    }

    /** The first success; a name may be on any subvolume. */
    private Reply.Xattrs anybodys(Frame frame, Fop.Getxattr op) throws FopException {
        FopException failure = null;
        for (var outcome : where.children().callAll(frame, op)) {
            switch (outcome) {
                case Outcome.Ok<Reply.Xattrs>(var child, var reply) -> {
                    return reply;
                }
                case Outcome.Failed<Reply.Xattrs>(var child, var why) -> failure = why;
            }
        }
        throw failure;
    }
}
