package org.glusterj.cluster.dht;

import java.util.ArrayList;
import org.glusterj.core.ClusterXlator;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.XlatorContext;

/**
 * Distribution over several subvolumes: a file is on one of them, chosen by the hash of its name and the layout of its
 * directory; a directory is on all. This class says which part treats which fop. Runs on the caller's thread; the parts
 * say what they keep.
 */
final class Dht extends ClusterXlator {
    /** Set on a directory by root: gives new subvolumes a share of it. */
    private static final String FIX_LAYOUT = "distribute.fix.layout";

    private final Children children;
    private final Whereabouts where;
    private final Lookups lookups;
    private final Directories directories;
    private final DirectoryHeal heal;
    private final DirectoryAttributes attributes;
    private final Entries entries;
    private final Renames renames;
    private final Files files;
    private final Listing listing;
    private final VirtualXattrs virtual;
    private final Subvolumes subvolumes;
    private final OwnXattrs own;
    private final Parts parts;

    Dht(XlatorContext context, DistributeOptions options) throws GraphException {
        super(context);
        var environment = context.environment();
        children = new Children(context.children(), environment);
        var keys = new Keys(options.xattrName());
        var settings = Settings.of(options, children);
        where = new Whereabouts(children, keys, context.inodeSlot(Known.class), settings);
        var locks = new Locks(children, environment);
        var space = new FreeSpace(children, environment);
        heal = new DirectoryHeal(where, locks, space);
        var links = new LinkFile(where);
        var emptiness = new Emptiness(where, links);
        lookups = new Lookups(where, heal, links, locks);
        files = new Files(where, links, context.fdSlot(Files.OpenOn.class));
        directories = new Directories(where, lookups, locks, heal, emptiness, space);
        attributes = new DirectoryAttributes(where, heal);
        entries = new Entries(context.name(), where, lookups, links, space, files);
        var moves = new DirectoryRenames(where, locks, emptiness);
        renames = new Renames(where, lookups, links, locks, entries, moves);
        listing = new Listing(where);
        virtual = new VirtualXattrs(context.name(), where);
        subvolumes = new Subvolumes(context, children);
        own = new OwnXattrs(keys.layout(), "files are moved by glusterj rebalance");
        parts = new Parts(environment, where, lookups, heal, locks, links, space);
    }

    Parts parts() {
        return parts;
    }

    @Override
    public void init() {
        children.begin(context().graph());
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var changed = values.as(DistributeOptions.class);
        if (!changed.xattrName().equals(where.keys().layout())) {
            throw new GraphException(name() + ": xattr-name cannot change while the graph runs");
        }
        where.settings(Settings.of(changed, children));
    }

    @Override
    public boolean isUp() {
        return children.anyUp();
    }

    @Override
    public void notify(Event event) {
        if (!subvolumes.treat(event)) {
            super.notify(event);
        }
    }

    /** Writes need no thread of their own as long as nothing moves. */
    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (op.type() != FopType.WRITE || !files.start(frame, (Fop.OnFd<R>) op, sink)) {
            super.start(frame, op, sink);
        }
    }

    private boolean isDirectory(Frame frame, Inode inode) throws FopException {
        var kept = where.kept(inode);
        if (kept == null && inode.type() != FileType.INVALID) {
            return inode.type() == FileType.DIRECTORY;
        }
        return where.known(frame, inode) instanceof Known.Directory;
    }

    /** Fops for which the kind of their object is enough; the others have methods. */
    @Override
    protected <R extends Reply> R next(Frame frame, Fop<R> op) throws FopException {
        return switch (op.type()) {
            case READLINK, TRUNCATE, FTRUNCATE, READ, WRITE, FSYNC, LK, RCHECKSUM, SEEK, LEASE ->
                    files.call(frame, op);
            case FALLOCATE, DISCARD, ZEROFILL, GETACTIVELK, SETACTIVELK -> files.call(frame, op);
            case ACCESS, XATTROP, FXATTROP -> onOne(frame, op);
            case INODELK, FINODELK, ENTRYLK, FENTRYLK ->
                    children.call(lockedOn(frame, op.inode()), frame, op);
            // no brick of 10.3 serves them
            case ICREATE, NAMELINK, PUT -> throw new FopException(Errno.EOPNOTSUPP);
            case LOOKUP, STAT, FSTAT, SETATTR, FSETATTR, STATFS, IPC -> super.next(frame, op);
            case MKNOD, MKDIR, SYMLINK, CREATE, LINK, UNLINK, RMDIR, RENAME ->
                    super.next(frame, op);
            case OPEN, FLUSH, OPENDIR, FSYNCDIR, READDIR, READDIRP, COPY_FILE_RANGE ->
                    super.next(frame, op);
            case GETXATTR, FGETXATTR, SETXATTR, FSETXATTR, REMOVEXATTR, FREMOVEXATTR ->
                    super.next(frame, op);
        };
    }

    /** A file where it is, a directory on one subvolume that can answer for it. */
    private <R extends Reply> R onOne(Frame frame, Fop<R> op) throws FopException {
        var inode = op.inode();
        return isDirectory(frame, inode)
                ? children.call(attributes.anyOf(frame, inode), frame, op)
                : files.call(frame, op);
    }

    @Override
    public Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        var inode = op.loc().inode();
        return isDirectory(frame, inode)
                ? attributes.stat(frame, inode, op)
                : files.call(frame, op);
    }

    @Override
    public Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        return entries.mknod(frame, op);
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        return directories.mkdir(frame, op);
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        return entries.unlink(frame, op);
    }

    @Override
    public Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        return directories.rmdir(frame, op);
    }

    @Override
    public Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        return entries.symlink(frame, op);
    }

    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        return renames.rename(frame, op);
    }

    @Override
    public Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        if (isDirectory(frame, op.oldLoc().inode())) {
            throw new FopException(Errno.EPERM);
        }
        return entries.link(frame, op);
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        return files.open(frame, op);
    }

    @Override
    public Reply.Statfs statfs(Frame frame, Fop.Statfs op) throws FopException {
        var replies = new ArrayList<Reply.Statfs>(children.size());
        FopException failure = null;
        var inode = op.loc().inode();
        // a file is on one subvolume only, and may be gone
        var asked =
                inode.type() == FileType.DIRECTORY ? op : op.withLoc(Loc.of(inode.table().root()));
        for (var outcome : children.callAll(frame, asked)) {
            switch (outcome) {
                case Outcome.Ok<Reply.Statfs>(var child, var reply) -> replies.add(reply);
                case Outcome.Failed<Reply.Statfs>(var child, var why) -> failure = why;
            }
        }
        if (replies.isEmpty()) {
            throw failure;
        }
        return FreeSpace.together(replies);
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) throws FopException {
        return isDirectory(frame, op.fd().inode())
                ? attributes.onAny(frame, op)
                : files.call(frame, op);
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        if (op.dict().contains(FIX_LAYOUT) && frame.caller().isRoot()) {
            var loc = op.loc();
            var known = loc.isEntry() ? null : loc.inode().table().nameOf(loc.inode());
            where.directory(frame, loc.inode());
            heal.fix(frame, known == null ? loc : known);
            return Reply.Ok.PLAIN;
        }
        own.requireChangeable(frame.caller(), op.dict());
        var inode = op.loc().inode();
        return isDirectory(frame, inode)
                ? attributes.change(frame, inode, DirectoryXattrs.anyHealed(op.dict()), op)
                : files.call(frame, op);
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        own.requireShown(frame.caller(), op.name());
        if (VirtualXattrs.knows(op.name())) {
            return virtual.get(frame, op);
        }
        return own.shown(frame.caller(), onOne(frame, op));
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        own.requireChangeable(frame.caller(), op.name());
        var inode = op.loc().inode();
        return isDirectory(frame, inode)
                ? attributes.change(frame, inode, DirectoryXattrs.isHealed(op.name()), op)
                : files.call(frame, op);
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        return attributes.onAny(frame, op);
    }

    @Override
    public Reply.Ok fsyncdir(Frame frame, Fop.Fsyncdir op) throws FopException {
        return attributes.onAny(frame, op);
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        return entries.create(frame, op);
    }

    @Override
    public Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        var inode = op.fd().inode();
        return isDirectory(frame, inode)
                ? attributes.stat(frame, inode, op)
                : files.call(frame, op);
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        return lookups.lookup(frame, op);
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return listing.readdir(frame, op);
    }

    /** Locks of translators above are taken where all clients look for them: with the data, or on one subvolume. */
    private int lockedOn(Frame frame, Inode inode) throws FopException {
        return isDirectory(frame, inode)
                ? lockedOn(where.directory(frame, inode))
                : where.fileOn(frame, inode);
    }

    private int lockedOn(Known.Directory directory) throws FopException {
        var order = directory.layout().inRingOrder();
        if (order.isEmpty()) {
            throw new FopException(Errno.EIO, "a directory without a layout");
        }
        return order.getFirst();
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        own.requireShown(frame.caller(), op.name());
        if (VirtualXattrs.knows(op.name())) {
            var loc = Loc.of(op.fd().inode());
            return virtual.get(frame, new Fop.Getxattr(loc, op.name(), op.xdata()));
        }
        return own.shown(frame.caller(), onOne(frame, op));
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        own.requireChangeable(frame.caller(), op.dict());
        var inode = op.fd().inode();
        return isDirectory(frame, inode)
                ? attributes.change(frame, inode, DirectoryXattrs.anyHealed(op.dict()), op)
                : files.call(frame, op);
    }

    @Override
    public Reply.PrePost setattr(Frame frame, Fop.Setattr op) throws FopException {
        var inode = op.loc().inode();
        return isDirectory(frame, inode)
                ? attributes.setattr(frame, inode, op)
                : files.call(frame, op);
    }

    @Override
    public Reply.PrePost fsetattr(Frame frame, Fop.Fsetattr op) throws FopException {
        var inode = op.fd().inode();
        return isDirectory(frame, inode)
                ? attributes.setattr(frame, inode, op)
                : files.call(frame, op);
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        return listing.readdirp(frame, op);
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        own.requireChangeable(frame.caller(), op.name());
        var inode = op.fd().inode();
        return isDirectory(frame, inode)
                ? attributes.change(frame, inode, DirectoryXattrs.isHealed(op.name()), op)
                : files.call(frame, op);
    }

    @Override
    public Reply.Ok ipc(Frame frame, Fop.Ipc op) throws FopException {
        return attributes.onAny(frame, op);
    }

    /** On the brick, so only within one subvolume; EXDEV makes callers copy themselves. */
    @Override
    public Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op)
            throws FopException {
        int in = where.fileOn(frame, op.fdIn().inode());
        int out = where.fileOn(frame, op.fdOut().inode());
        if (in != out) {
            throw new FopException(Errno.EXDEV);
        }
        return files.copy(frame, op, in);
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.cluster.dht." + name() + ".priv").put("subvol_cnt", children.size());
        for (int i = 0; i < children.size(); i++) {
            out.put("subvolumes[" + i + "]", children.name(i))
                    .put("subvolume_status[" + i + "]", children.isUp(i) ? 1 : 0);
        }
        var options = where.settings().options();
        out.put("search_unhashed", options.lookupUnhashed())
                .put("lookup_optimize", options.lookupOptimize() ? 1 : 0)
                .put("vol_commit_hash", Integer.toUnsignedString(where.commitHash()));
    }
}
