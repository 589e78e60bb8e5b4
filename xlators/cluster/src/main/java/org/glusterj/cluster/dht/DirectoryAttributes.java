package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;

/**
 * Attributes and xattrs of directories, which all subvolumes keep: the metadata server decides, the others follow (spec
 * dht 2). Stateless; runs on the caller's thread.
 */
final class DirectoryAttributes {
    private static final Log LOG = Log.of(DirectoryAttributes.class);

    private final Whereabouts where;
    private final DirectoryHeal heal;

    DirectoryAttributes(Whereabouts where, DirectoryHeal heal) {
        this.where = where;
        this.heal = heal;
    }

    /** STAT, FSTAT: from all at once, merged. */
    Reply.Attr stat(Frame frame, Inode directory, Fop<Reply.Attr> op) throws FopException {
        int mds = where.directory(frame, directory).mds();
        var merge = new IattMerge();
        FopException failure = null;
        Reply.Attr source = null;
        var outcomes = where.children().callAll(frame, op);
        for (int i = 0; i < outcomes.size(); i++) {
            switch (outcomes.get(i)) {
                case Outcome.Ok<Reply.Attr>(var child, var reply) -> {
                    merge.add(reply.iatt());
                    source = source == null || i == mds ? reply : source;
                }
                case Outcome.Failed<Reply.Attr>(var child, var why) -> failure = why;
            }
        }
        if (source == null) {
            throw failure;
        }
        return new Reply.Attr(merge.as(source.iatt()), source.xdata());
    }

    /** SETATTR, FSETATTR: the root's on all at once, others' on the metadata server first. */
    Reply.PrePost setattr(Frame frame, Inode directory, Fop<Reply.PrePost> op) throws FopException {
        int mds = mdsOf(frame, directory);
        var pre = new IattMerge();
        var post = new IattMerge();
        Reply.PrePost source = null;
        if (mds != Known.NOWHERE) {
            source = where.children().call(mds, frame, op);
            pre.add(source.pre());
            post.add(source.post());
        }
        FopException failure = null;
        for (var outcome : onOthers(frame, mds, op)) {
            switch (outcome) {
                case Outcome.Ok<Reply.PrePost>(var child, var reply) -> {
                    pre.add(reply.pre());
                    post.add(reply.post());
                    source = source == null ? reply : source;
                }
                case Outcome.Failed<Reply.PrePost>(var child, var why) -> {
                    missed(directory, child.name(), why);
                    failure = why;
                }
            }
        }
        if (source == null) {
            throw failure;
        }
        return new Reply.PrePost(pre.as(source.pre()), post.as(source.post()), source.xdata());
    }

    private static void missed(Inode directory, String subvolume, FopException why) {
        LOG.say(DhtMessage.ATTRIBUTES_NOT_SET, directory.gfid(), subvolume, why.errno());
    }

    private <R extends Reply> List<Outcome<R>> onOthers(Frame frame, int mds, Fop<R> op) {
        return where.children().call(frame, where.children().without(mds), i -> op);
    }

    /** {@link Known#NOWHERE} for the root and for directories that have none; ENOTCONN while it is down. */
    private int mdsOf(Frame frame, Inode directory) throws FopException {
        int mds = directory.isRoot() ? Known.NOWHERE : where.directory(frame, directory).mds();
        boolean lost = mds == Known.NOWHERE && !directory.isRoot() && !where.children().allUp();
        if (lost || mds != Known.NOWHERE && !where.children().isUp(mds)) {
            throw new FopException(Errno.ENOTCONN, "the directory's metadata server is down");
        }
        return mds;
    }

    /**
     * A change of xattrs.
     *
     * @param healed whether they are among those that all subvolumes must agree on
     */
    Reply.Ok change(Frame frame, Inode directory, boolean healed, Fop<Reply.Ok> op)
            throws FopException {
        int mds = healed ? mdsOf(frame, directory) : Known.NOWHERE;
        return mds == Known.NOWHERE ? onAny(frame, op) : byServer(frame, directory, mds, op);
    }

    /** The counter says, until all have followed, that somebody may have missed the change. */
    private Reply.Ok byServer(Frame frame, Inode directory, int mds, Fop<Reply.Ok> op)
            throws FopException {
        var root = Whereabouts.asRoot(frame);
        var loc = Loc.of(directory);
        heal.count(root, loc, mds, -1);
        Reply.Ok reply;
        try {
            reply = where.children().call(mds, frame, op);
        } catch (FopException why) {
            heal.count(root, loc, mds, 1);
            throw why;
        }
        boolean all = true;
        for (var outcome : onOthers(frame, mds, op)) {
            if (outcome instanceof Outcome.Failed<Reply.Ok>(var child, var why)
                    && why.errno() != Errno.ENODATA) {
                missed(directory, child.name(), why);
                all = false;
            }
        }
        if (all) {
            heal.count(root, loc, mds, 1);
        }
        return reply;
    }

    /** One subvolume that can answer for a directory: its metadata server, else the first that is up. */
    int anyOf(Frame frame, Inode directory) throws FopException {
        int mds = where.directory(frame, directory).mds();
        if (mds != Known.NOWHERE && where.children().isUp(mds)) {
            return mds;
        }
        int up = where.children().firstUp();
        if (up == Known.NOWHERE) {
            throw new FopException(Errno.ENOTCONN);
        }
        return up;
    }

    /** OPENDIR, FSYNCDIR, xattrs and such: on all; one success is enough, others may be down or miss the directory. */
    Reply.Ok onAny(Frame frame, Fop<Reply.Ok> op) throws FopException {
        Reply.Ok reply = null;
        var failures = new ArrayList<FopException>(1);
        for (var outcome : where.children().callAll(frame, op)) {
            switch (outcome) {
                case Outcome.Ok<Reply.Ok>(var child, var ok) -> reply = ok;
                case Outcome.Failed<Reply.Ok>(var child, var why) -> failures.add(why);
            }
        }
        if (reply == null) {
            throw worst(failures);
        }
        return reply;
    }

    private static FopException worst(List<FopException> failures) {
        for (var why : failures) {
            if (why.errno() != Errno.ENOTCONN) {
                return why;
            }
        }
        return failures.getFirst();
    }
}
