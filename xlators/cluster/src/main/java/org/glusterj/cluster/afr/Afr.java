package org.glusterj.cluster.afr;

import org.glusterj.core.ClusterXlator;
import org.glusterj.core.Deadline;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Replication, volfile type {@code cluster/replicate}: changes go to all copies, reads to one good
 * copy. This class says which part treats which fop. Runs on the caller's thread; the parts say
 * what they keep.
 */
final class Afr extends ClusterXlator {
    private final Children children;
    private final Replica replica;
    private final Reads reads;
    private final Lookups lookups;
    private final Entries entries;
    private final Metadata metadata;
    private final Writes writes;
    private final Fds fds;
    private final LocksAbove locksAbove;
    private final Listing listing;
    private final Xattrs xattrs;
    private final Availability availability;

    Afr(XlatorContext context, AfrOptions options) throws GraphException {
        super(context);
        var environment = context.environment();
        children = new Children(context.children(), environment);
        var settings = settings(options);
        replica =
                new Replica(
                        context.name(),
                        children,
                        environment,
                        context.inodeSlot(InodeState.class),
                        settings);
        reads = new Reads(replica, new ReadChild(children.size()));
        lookups = new Lookups(replica, reads);
        fds = new Fds(replica, context.fdSlot(Fds.Opened.class));
        var locks = new Locks(replica);
        var changelog = new Changelog(replica);
        entries = new Entries(replica, reads, locks, changelog, fds);
        metadata = new Metadata(replica, reads, locks, changelog, fds);
        writes = new Writes(replica, reads, locks, changelog, fds);
        locksAbove = new LocksAbove(replica, locks, fds);
        listing = new Listing(replica, reads, fds);
        xattrs = new Xattrs(context.name(), replica, reads);
        availability = new Availability(context, replica);
    }

    private Settings settings(AfrOptions options) throws GraphException {
        try {
            return Settings.of(options, children);
        } catch (GraphException why) {
            throw new GraphException(name() + ": " + why.getMessage(), why);
        }
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var changed = settings(values.as(AfrOptions.class));
        if (!changed.keys().equals(replica.settings().keys())) {
            throw new GraphException(
                    name() + ": the names of counters cannot change while the graph runs");
        }
        replica.settings(changed);
    }

    @Override
    public boolean isUp() {
        return !children.presence().up().isEmpty();
    }

    @Override
    public void notify(Event event) {
        switch (event) {
            case Event.Upcall(var target, UpcallBody.InodelkContention lock)
                    when lock.domain().equals(name()) -> {
                contended(lock);
            }
            case Event.Upcall(var target, UpcallBody.CacheInvalidation changed) -> {
                outdate(changed);
                super.notify(event);
            }
            case Event.ParentUp up -> {
                availability.begin();
                super.notify(up);
            }
            default -> {
                if (!availability.treat(event)) {
                    super.notify(event);
                }
            }
        }
    }

    @Override
    public boolean settle(Deadline until) {
        return writes.settle(until);
    }

    private void contended(UpcallBody.InodelkContention lock) {
        var inode = context().graph().inodes().findPinned(lock.gfid());
        if (inode != null) {
            environment()
                    .spawn(
                            "contended",
                            () -> {
                                writes.contended(inode);
                                inode.unpin();
                            });
        }
    }

    /** Somebody noted that a copy missed something. */
    private void outdate(UpcallBody.CacheInvalidation changed) {
        var keys = replica.settings().keys();
        for (var key : keys.pending()) {
            if (changed.xdata().contains(key)) {
                var inode = context().graph().inodes().findPinned(changed.gfid());
                if (inode != null) {
                    replica.state(inode).outdate();
                    inode.unpin();
                }
                return;
            }
        }
    }

    /** Fops for which their kind is enough; the others have methods. */
    @Override
    protected <R extends Reply> R next(Frame frame, Fop<R> op) throws FopException {
        return switch (op.type()) {
            case STAT, FSTAT, READLINK, SEEK, RCHECKSUM -> read(frame, op, ChangeType.DATA);
            case ACCESS -> read(frame, op, ChangeType.METADATA);
            case SETATTR, FSETATTR, XATTROP, FXATTROP -> metadata.change(frame, op);
            // not done yet, or by no brick of 10.3
            case LEASE, GETACTIVELK, SETACTIVELK, COPY_FILE_RANGE, ICREATE, NAMELINK, PUT ->
                    throw new FopException(Errno.EOPNOTSUPP);
            case LOOKUP, READ, STATFS, IPC, OPEN, OPENDIR, FLUSH, FSYNC, FSYNCDIR ->
                    super.next(frame, op);
            case MKNOD, MKDIR, SYMLINK, CREATE, LINK, UNLINK, RMDIR, RENAME ->
                    super.next(frame, op);
            case WRITE, TRUNCATE, FTRUNCATE, FALLOCATE, DISCARD, ZEROFILL -> super.next(frame, op);
            case LK, INODELK, FINODELK, ENTRYLK, FENTRYLK, READDIR, READDIRP ->
                    super.next(frame, op);
            case GETXATTR, FGETXATTR, SETXATTR, FSETXATTR, REMOVEXATTR, FREMOVEXATTR ->
                    super.next(frame, op);
        };
    }

    private <R extends Reply> R read(Frame frame, Fop<R> op, ChangeType type) throws FopException {
        if (op instanceof Fop.OnFd<R> on) {
            fds.openWhereMissing(frame, on.fd());
        }
        return reads.read(frame, op, type);
    }

    @Override
    public Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        return entries.make(frame, op);
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        return entries.make(frame, op);
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        return entries.unlink(frame, op);
    }

    @Override
    public Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        return entries.rmdir(frame, op);
    }

    @Override
    public Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        return entries.make(frame, op);
    }

    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        return entries.rename(frame, op);
    }

    @Override
    public Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        return entries.link(frame, op);
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        return writes.cut(frame, op, op.offset());
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        var reply = fds.open(frame, op);
        if (Fds.truncates(op.flags())) {
            ftruncate(frame, new Fop.Ftruncate(op.fd(), 0, Xdata.NULL));
        }
        return reply;
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        return read(frame, op, ChangeType.DATA);
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        return writes.writev(frame, op);
    }

    /** The figures of the copy with the least room. */
    @Override
    public Reply.Statfs statfs(Frame frame, Fop.Statfs op) throws FopException {
        var up = replica.require().up();
        var answers = children.ask(Children.steady(frame), up, op);
        Reply.Statfs least = null;
        for (int i = up.lowest(); i >= 0; i = up.next(i)) {
            var reply = answers.reply(i);
            boolean less =
                    reply != null
                            && (least == null
                                    || reply.statvfs().bavail() < least.statvfs().bavail());
            least = less ? reply : least;
        }
        if (least == null) {
            throw answers.failure(Copies.NONE);
        }
        return least;
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) throws FopException {
        writes.flush(op.fd());
        return onAny(frame, op);
    }

    private Reply.Ok onAny(Frame frame, Fop<Reply.Ok> op) throws FopException {
        return Replica.best(children.ask(Children.steady(frame), replica.require().up(), op), -1);
    }

    @Override
    public Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException {
        return writes.fsync(frame, op);
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        Xattrs.requireChangeable(op.dict());
        return metadata.change(frame, op);
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        return xattrs.get(frame, op, op.name());
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        Xattrs.requireChangeable(op.name());
        return metadata.change(frame, op);
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        return fds.opendir(frame, op);
    }

    @Override
    public Reply.Ok fsyncdir(Frame frame, Fop.Fsyncdir op) throws FopException {
        return onAny(frame, op);
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        return entries.make(frame, op);
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        return writes.cut(frame, op, op.offset());
    }

    @Override
    public Reply.Lk lk(Frame frame, Fop.Lk op) throws FopException {
        return locksAbove.lk(frame, op);
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        return lookups.lookup(frame, op);
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return listing.readdir(frame, op);
    }

    @Override
    public Reply.Ok inodelk(Frame frame, Fop.Inodelk op) throws FopException {
        return locksAbove.internal(frame, op);
    }

    @Override
    public Reply.Ok finodelk(Frame frame, Fop.Finodelk op) throws FopException {
        return locksAbove.internal(frame, op);
    }

    @Override
    public Reply.Ok entrylk(Frame frame, Fop.Entrylk op) throws FopException {
        return locksAbove.internal(frame, op);
    }

    @Override
    public Reply.Ok fentrylk(Frame frame, Fop.Fentrylk op) throws FopException {
        return locksAbove.internal(frame, op);
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        return xattrs.get(frame, op, op.name());
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        Xattrs.requireChangeable(op.dict());
        return metadata.change(frame, op);
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        return listing.readdirp(frame, op);
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        Xattrs.requireChangeable(op.name());
        return metadata.change(frame, op);
    }

    @Override
    public Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException {
        return writes.cut(frame, op, op.offset());
    }

    @Override
    public Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException {
        return writes.cut(frame, op, op.offset());
    }

    @Override
    public Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        return writes.zerofill(frame, op);
    }

    @Override
    public Reply.Ok ipc(Frame frame, Fop.Ipc op) throws FopException {
        return onAny(frame, op);
    }

    @Override
    public void dump(Dump out) {
        var settings = replica.settings();
        var presence = children.presence();
        out.section("xlator.cluster.afr." + name())
                .put("child_count", children.size())
                .put("event_generation", presence.generation());
        for (int i = 0; i < children.size(); i++) {
            out.put("child_up[" + i + "]", presence.up().has(i) ? 1 : 0)
                    .put("pending_key[" + i + "]", settings.keys().of(i));
        }
        out.put("quorum-count", settings.quorum().needed())
                .put("up", presence.up().count())
                .put("arbiter_count", settings.options().arbiterCount())
                .put("files_locked", writes.heldCount());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<AfrOptions> {
        public Type() {
            super("cluster/replicate", AfrOptions.class, Afr::new);
        }
    }
}
