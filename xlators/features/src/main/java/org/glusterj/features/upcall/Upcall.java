package org.glusterj.features.upcall;

import static org.glusterj.core.UpcallBody.CacheInvalidation.INVAL_ATTR;
import static org.glusterj.core.UpcallBody.CacheInvalidation.MODE;
import static org.glusterj.core.UpcallBody.CacheInvalidation.NLINK;
import static org.glusterj.core.UpcallBody.CacheInvalidation.OWN;
import static org.glusterj.core.UpcallBody.CacheInvalidation.PARENT_TIMES;
import static org.glusterj.core.UpcallBody.CacheInvalidation.PERM;
import static org.glusterj.core.UpcallBody.CacheInvalidation.RENAME;
import static org.glusterj.core.UpcallBody.CacheInvalidation.SIZE;
import static org.glusterj.core.UpcallBody.CacheInvalidation.TIMES;
import static org.glusterj.core.UpcallBody.CacheInvalidation.XATTR;
import static org.glusterj.core.UpcallBody.CacheInvalidation.XATTR_RM;

import java.time.Duration;
import java.util.List;
import org.glusterj.core.ClientId;
import org.glusterj.core.Dump;
import org.glusterj.core.Environment;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Tells a client when another one changed what it used within {@code cache-invalidation-timeout}. Type: {@code
 * features/upcall}; flags and who is told as spec other-xlators has them. Runs on the caller's thread, before the
 * changer's reply leaves; options are replaced as a whole; {@link Watch} and {@link XattrFilter} guard themselves.
 *
 * <p>No change is missed: a client is noted before its fop goes down, and where only the reply tells of which object
 * it is, a look-up that a change overtook is made again. Beyond what stock tells, we tell of files that a rename
 * replaces or an OPEN or CREATE empties, and those of a directory who do not use the entry that was removed or moved.
 */
final class Upcall extends Xlator {
    record Options(
            @Option(
                            key = "cache-invalidation",
                            def = "off",
                            settable = true,
                            opVersion = 30_700,
                            help = "Tell clients of changes that others make.")
                    boolean on,
            @Option(
                            key = "cache-invalidation-timeout",
                            def = "60",
                            min = 1,
                            max = 86_400,
                            settable = true,
                            opVersion = 30_700,
                            help = "How long after its last use of an object a client is told.")
                    Duration timeout) {}

    /** Target of an IPC that registers xattrs. */
    static final int IPC_UPCALL = 2;

    /** The xdata of xattr fops that has the attributes afterwards. */
    static final String POST_STAT = "virt-gf-poststat";

    private static final int O_TRUNC = 01000;
    private static final int WRITTEN = SIZE | TIMES;
    private static final int ATTRIBUTES = SIZE | TIMES | OWN | MODE | PERM;
    private static final int REMOVED = NLINK | TIMES | PARENT_TIMES;
    private static final int MODE_BITS = 07777;

    private final Watch watch;
    private final XattrFilter xattrs = new XattrFilter();
    private volatile Options options;

    /** Guarded by the monitor. */
    private Environment.Timer reaper;

    Upcall(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        watch = new Watch(context);
    }

    @Override
    public void init() {
        apply();
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
        apply();
    }

    private synchronized void apply() {
        var now = options;
        watch.timeout(now.timeout());
        stopReaper();
        if (now.on()) {
            var step = now.timeout().dividedBy(2);
            reaper = environment().schedule(step, "upcall-reaper", this::reap);
        } else {
            watch.clear();
        }
    }

    private void reap() {
        watch.reap();
        synchronized (this) {
            if (reaper != null) {
                var step = options.timeout().dividedBy(2);
                reaper = environment().schedule(step, "upcall-reaper", this::reap);
            }
        }
    }

    private void stopReaper() {
        if (reaper != null) {
            reaper.cancel();
            reaper = null;
        }
    }

    @Override
    public synchronized void fini() {
        stopReaper();
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        var client = frame.caller().client();
        if (op instanceof Fop.Ipc) {
            return op.applyTo(this, frame);
        }
        if (!options.on() || client.equals(ClientId.LOCAL)) {
            return next(frame, op);
        }
        var inode = op.inode();
        if (inode != null && !inode.isBlank()) {
            watch.seen(inode, client);
        }
        return switch (op) {
            case Fop.Lookup lookup -> found(frame, op, client);
            case Fop.Readdirp readdirp -> found(frame, op, client);
            default -> {
                R reply = next(frame, op);
                tell(op, reply, client);
                yield reply;
            }
        };
    }

    /** Registers the xattrs whose changes clients want to hear of. */
    @Override
    public Reply.Ok ipc(Frame frame, Fop.Ipc op) throws FopException {
        if (op.op() != IPC_UPCALL) {
            return next(frame, op);
        }
        xattrs.register(op.xdata());
        return Reply.Ok.PLAIN;
    }

    /** Notes of which objects the reply tells; asks again, once, when it may be older than a change. */
    private <R extends Reply> R found(Frame frame, Fop<R> op, ClientId client) throws FopException {
        long changes = watch.changes();
        R reply = next(frame, op);
        return note(reply, client) && watch.changes() != changes ? next(frame, op) : reply;
    }

    private boolean note(Reply reply, ClientId client) {
        boolean news = false;
        if (reply instanceof Reply.Lookup lookup) {
            news = watch.seen(lookup.iatt().gfid(), client);
        } else if (reply instanceof Reply.Readdir readdir) {
            for (var entry : readdir.entries()) {
                news |= watch.seen(entry.iatt().gfid(), client);
            }
        }
        return news;
    }

    private void tell(Fop<?> op, Reply reply, ClientId by) {
        switch (op) {
            case Fop.Writev w -> changed(w.inode(), WRITTEN, ((Reply.Writev) reply).post(), by);
            case Fop.Truncate t -> written(t.inode(), reply, by);
            case Fop.Ftruncate t -> written(t.inode(), reply, by);
            case Fop.Fallocate f -> written(f.inode(), reply, by);
            case Fop.Discard d -> written(d.inode(), reply, by);
            case Fop.Zerofill z -> written(z.inode(), reply, by);
            case Fop.CopyFileRange c -> copied(c, (Reply.CopyFileRange) reply, by);
            case Fop.Open open when (open.flags() & O_TRUNC) != 0 ->
                    changed(open.inode(), WRITTEN | INVAL_ATTR, Iatt.NONE, by);
            case Fop.Setattr s -> attributes(s.inode(), (Reply.PrePost) reply, by);
            case Fop.Fsetattr s -> attributes(s.inode(), (Reply.PrePost) reply, by);
            case Fop.Mknod m -> made(m.loc(), (Reply.Entry) reply, by);
            case Fop.Mkdir m -> made(m.loc(), (Reply.Entry) reply, by);
            case Fop.Symlink s -> made(s.loc(), (Reply.Entry) reply, by);
            case Fop.Create c -> made(c.loc(), (Reply.Entry) reply, by);
            case Fop.Put p -> made(p.loc(), (Reply.Entry) reply, by);
            case Fop.Unlink u -> removed(u.loc(), (Reply.Parent) reply, by);
            case Fop.Rmdir r -> removed(r.loc(), (Reply.Parent) reply, by);
            case Fop.Link l -> linked(l, (Reply.Entry) reply, by);
            case Fop.Rename r -> renamed(r, (Reply.Rename) reply, by);
            case Fop.Setxattr s -> xattrs(s.inode(), s.dict(), reply, XATTR, by);
            case Fop.Fsetxattr s -> xattrs(s.inode(), s.dict(), reply, XATTR, by);
            case Fop.Removexattr r -> xattrs(r.inode(), named(r.name()), reply, XATTR_RM, by);
            case Fop.Fremovexattr r -> xattrs(r.inode(), named(r.name()), reply, XATTR_RM, by);
            case Fop.Xattrop x -> counted(x.inode(), x.dict(), (Reply.Xattrs) reply, by);
            case Fop.Fxattrop x -> counted(x.inode(), x.dict(), (Reply.Xattrs) reply, by);
            default -> {
                // Changes nothing that a client keeps.
            }
        }
    }

    private void changed(Inode inode, int flags, Iatt iatt, ClientId by) {
        watch.tell(inode, by, Watch.Change.of(flags, iatt), List.of());
    }

    private void written(Inode inode, Reply reply, ClientId by) {
        changed(inode, WRITTEN, ((Reply.PrePost) reply).post(), by);
    }

    private void copied(Fop.CopyFileRange op, Reply.CopyFileRange reply, ClientId by) {
        var target = op.fdOut().inode();
        watch.seen(target, by);
        changed(target, WRITTEN, reply.postTarget(), by);
    }

    /** Permissions may be kept as xattrs too: a changed mode makes those untrue. */
    private void attributes(Inode inode, Reply.PrePost reply, ClientId by) {
        boolean sameMode = ((reply.pre().mode() ^ reply.post().mode()) & MODE_BITS) == 0;
        changed(inode, sameMode ? ATTRIBUTES : ATTRIBUTES | XATTR, reply.post(), by);
    }

    /** A new entry; what CREATE found there may have been emptied. */
    private void made(Loc loc, Reply.Entry reply, ClientId by) {
        parent(loc, reply.postParent(), by, List.of());
        var known = context().graph().inodes().findPinned(reply.iatt().gfid());
        if (known != null) {
            try {
                changed(known, WRITTEN, reply.iatt(), by);
            } finally {
                known.unpin();
            }
        }
        watch.seen(reply.iatt().gfid(), by);
    }

    private void removed(Loc loc, Reply.Parent reply, ClientId by) {
        var change =
                new Watch.Change(REMOVED, Iatt.NONE, reply.postParent(), Iatt.NONE, Xdata.NULL);
        var told = watch.tell(loc.inode(), by, change, List.of());
        parent(loc, reply.postParent(), by, told);
    }

    private void linked(Fop.Link op, Reply.Entry reply, ClientId by) {
        var change =
                new Watch.Change(REMOVED, reply.iatt(), reply.postParent(), Iatt.NONE, Xdata.NULL);
        var told = watch.tell(op.inode(), by, change, List.of());
        parent(op.newLoc(), reply.postParent(), by, told);
    }

    private void renamed(Fop.Rename op, Reply.Rename reply, ClientId by) {
        var change =
                new Watch.Change(
                        RENAME | PARENT_TIMES,
                        reply.iatt(),
                        reply.postNewParent(),
                        reply.postOldParent(),
                        Xdata.NULL);
        var told = watch.tell(op.inode(), by, change, List.of());
        var replaced = op.newLoc().inode();
        if (!replaced.isBlank() && replaced != op.inode()) {
            var gone =
                    new Watch.Change(
                            REMOVED, Iatt.NONE, reply.postNewParent(), Iatt.NONE, Xdata.NULL);
            watch.tell(replaced, by, gone, List.of());
        }
        told = parent(op.oldLoc(), reply.postOldParent(), by, told);
        if (op.oldLoc().parent() != op.newLoc().parent()) {
            parent(op.newLoc(), reply.postNewParent(), by, told);
        }
    }

    private List<ClientId> parent(Loc loc, Iatt after, ClientId by, List<ClientId> told) {
        if (loc.parent() == null) {
            return told;
        }
        watch.seen(loc.parent(), by);
        return watch.tell(loc.parent(), by, Watch.Change.of(TIMES, after), told);
    }

    private static Xdata named(String key) {
        return Xdata.EMPTY.withBytes(key, new byte[1]);
    }

    private void xattrs(Inode inode, Xdata dict, Reply reply, int flags, ClientId by) {
        var wanted = xattrs.wanted(dict);
        if (!wanted.isEmpty()) {
            var after = reply.xdata().iatt(POST_STAT).orElse(Iatt.NONE);
            int all = after == Iatt.NONE ? flags : flags | TIMES;
            watch.tell(
                    inode,
                    by,
                    new Watch.Change(all, after, Iatt.NONE, Iatt.NONE, wanted),
                    List.of());
        }
    }

    private void counted(Inode inode, Xdata operands, Reply.Xattrs reply, ClientId by) {
        var wanted = xattrs.wanted(operands);
        if (!wanted.isEmpty() && XattrFilter.countedFromZero(wanted, reply.dict())) {
            watch.tell(
                    inode,
                    by,
                    new Watch.Change(XATTR, Iatt.NONE, Iatt.NONE, Iatt.NONE, wanted),
                    List.of());
        }
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.features.upcall." + name())
                .put("inodes", watch.inodes())
                .put("clients-on-inodes", watch.total())
                .put("registered-xattrs", xattrs.size());
    }

    /** For tests. */
    Watch watch() {
        return watch;
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/upcall", Options.class, Upcall::new);
        }
    }
}
