package org.glusterj.cluster.dht;

import org.glusterj.core.Dump;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;

/**
 * Distribution over exactly one subvolume. Every fop passes; what is left of the translator: a new directory gets the
 * layout that covers the whole hash ring (so that the volume can grow later, and as stock does with one subvolume), and
 * users neither see nor set the layout's attributes. Runs on the caller's thread; options are only read at the start.
 */
final class SingleSubvolume extends Xlator {
    /** Commit hash 0, type 0, then first and last hash value: four big-endian words. */
    private static final byte[] WHOLE_RING = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1};

    private static final XdataValue LAYOUT =
            new XdataValue.Bytes(XdataValue.TAG_PTR, WHOLE_RING.clone());

    private final String layoutName;
    private final OwnXattrs own;

    SingleSubvolume(XlatorContext context, DistributeOptions options) {
        super(context);
        layoutName = options.xattrName();
        own = new OwnXattrs(layoutName, "there is one subvolume only");
    }

    /** Takes any valid options: none matters while there is one place for every file. */
    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var changed = values.as(DistributeOptions.class);
        if (!changed.xattrName().equals(layoutName)) {
            throw new GraphException(name() + ": xattr-name cannot change while the graph runs");
        }
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        if (op.xdata().contains(layoutName)) {
            return next(frame, op);
        }
        var xdata = new Xdata.Builder(op.xdata().size() + 1).put(layoutName, LAYOUT);
        return next(frame, op.withXdata(xdata.putAll(op.xdata()).build()));
    }

    /** Bricks record the rename of a file in their changelog only when they are told that it is one. */
    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        if (op.inode().type() == FileType.DIRECTORY) {
            return next(frame, op);
        }
        var told = RenameNote.of(op.oldLoc(), op.newLoc());
        return next(frame, op.withXdata(op.xdata().with(RenameNote.KEY, told)));
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        own.requireShown(frame.caller(), op.name());
        return own.shown(frame.caller(), next(frame, op));
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        own.requireShown(frame.caller(), op.name());
        return own.shown(frame.caller(), next(frame, op));
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        own.requireChangeable(frame.caller(), op.dict());
        return next(frame, op);
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        own.requireChangeable(frame.caller(), op.dict());
        return next(frame, op);
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        own.requireChangeable(frame.caller(), op.name());
        return next(frame, op);
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        own.requireChangeable(frame.caller(), op.name());
        return next(frame, op);
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.cluster.dht." + name() + ".priv")
                .put("subvol_cnt", 1)
                .put("subvolumes[0]", child().name())
                .put("subvolume_status[0]", child().isUp() ? 1 : 0);
    }
}
