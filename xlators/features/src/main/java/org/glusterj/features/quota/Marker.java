package org.glusterj.features.quota;

import org.glusterj.core.DirEntry;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Watches what changes the use of space and names, for the {@link Accountant}. Type: {@code features/marker}; xattrs as
 * stock 10.3 has them, so that either continues what the other wrote. Fops run on the caller's thread; options are
 * replaced as a whole; {@link Seen} in an inode says that it was compared with its xattrs since it came into memory.
 *
 * <p>While quota is off, fops pass, except that nobody sees the xattrs in a listing. Unlike stock's, a name that goes
 * takes its contribution along only if it was the last one in that directory, and a crash between a removal and its
 * account is found: the directory was marked before. The accounts of geo-replication (xtime) are not there: refused.
 */
final class Marker extends Xlator {
    record Options(
            @Option(key = "quota", def = "off", help = "Count what every directory uses.")
                    boolean quota,
            @Option(
                            key = "inode-quota",
                            def = "off",
                            help = "Count files and directories as well, which is always done.")
                    boolean inodeQuota,
            @Option(
                            key = "quota-version",
                            def = "0",
                            min = 0,
                            max = Integer.MAX_VALUE,
                            help = "Which quota of the volume's life this is.")
                    int quotaVersion,
            @Option(
                            key = "xtime",
                            def = "off",
                            settable = true,
                            help = "Note times of changes for geo-replication; not supported.")
                    boolean xtime,
            @Option(
                            key = "gsync-force-xtime",
                            def = "off",
                            settable = true,
                            opVersion = 2,
                            help = "Note times of changes by geo-replication; not supported.")
                    boolean forceXtime,
            @Option(key = "volume-uuid", help = "Which volume this is.") String volume,
            @Option(key = "timestamp-file", help = "When xtime was switched on.")
                    String timestampFile) {}

    /** For which version of the quota the inode was compared with its xattrs. */
    private record Seen(int version) {}

    private static final String CLEANUP = "glusterfs.quota-xattr-cleanup";

    /** With LINK and UNLINK: data gets another name in its directory, a piece of a distributed rename (10.3). */
    private static final String DONT_ACCOUNT = "glusters.marker.dont-account";

    private static final int O_TRUNC = 01000;

    private final Slot<Seen> seen;
    private final Accountant accountant;
    private final Departures departures;
    private volatile Options options;

    Marker(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        seen = context.inodeSlot(Seen.class);
        accountant =
                new Accountant(
                        name(),
                        child(),
                        environment(),
                        () -> context.graph().inodes(),
                        new Keys(options.quotaVersion()));
        departures = new Departures(child(), () -> context.graph().inodes(), accountant);
    }

    @Override
    public void init() throws GraphException {
        refuseXtime(options);
    }

    @Override
    public void fini() {
        settle();
    }

    /** Returns when everything is counted that has changed. */
    void settle() {
        accountant.finish();
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var now = values.as(Options.class);
        refuseXtime(now);
        accountant.keys(new Keys(now.quotaVersion()));
        options = now;
    }

    private void refuseXtime(Options now) throws GraphException {
        if (now.xtime() || now.forceXtime()) {
            throw new GraphException(
                    name()
                            + ": option "
                            + (now.xtime() ? "xtime" : "gsync-force-xtime")
                            + " of features/marker is on, but this version has no geo-replication;"
                            + " switch it off");
        }
    }

    private Keys keys() {
        return accountant.keys();
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (isTreated(op)) {
            super.start(frame, op, sink);
        } else {
            child().start(frame, op, sink);
        }
    }

    private boolean isTreated(Fop<?> op) {
        return switch (op.type()) {
            case LOOKUP, READDIRP, REMOVEXATTR -> options.quota() || keys().areVersioned();
            case GETXATTR, FGETXATTR, SETXATTR ->
                    options.quota() || keys().areVersioned() || isTreatedAlways(op);
            case MKNOD, MKDIR, SYMLINK, CREATE, PUT, LINK, OPEN, UNLINK, RMDIR, RENAME ->
                    options.quota();
            case WRITE, TRUNCATE, FTRUNCATE, FALLOCATE, DISCARD, ZEROFILL, COPY_FILE_RANGE ->
                    options.quota();
            default -> false;
        };
    }

    /** A listing, or the end of a quota. */
    private static boolean isTreatedAlways(Fop<?> op) {
        return switch (op) {
            case Fop.Getxattr get -> get.name().isEmpty();
            case Fop.Fgetxattr get -> get.name().isEmpty();
            case Fop.Setxattr set -> set.dict().contains(CLEANUP);
            default -> false;
        };
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (!isTreated(op)) {
            return next(frame, op);
        }
        if (options.quota() && accountant.isFull()) {
            MustWait.unlessAllowed(frame);
        }
        return op.applyTo(this, frame);
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        if (options.quota() && op.xdata().contains(Keys.SIZE)) {
            accountant.catchUp(frame);
        }
        var now = keys();
        boolean looks = options.quota() && !isSeen(op.loc().inode());
        var request = now.onDisk(op.xdata());
        if (looks) {
            request = request.withUint(now.size(), 0).withUint(Keys.DIRTY, 0);
            if (op.loc().isEntry()) {
                request = request.withUint(now.contribution(op.loc().pargfid()), 0);
            }
        }
        var reply = next(frame, request == op.xdata() ? op : op.withXdata(request));
        if (looks) {
            compare(op.loc(), reply, now);
        }
        var answer = now.plain(reply.xdata());
        return reply.withXdata(Keys.filtered(answer, options.quota()));
    }

    private boolean isSeen(Inode inode) {
        var mark = seen.get(inode);
        return mark != null && mark.version() == options.quotaVersion();
    }

    /** What was changed while nobody counted, or not counted in the end. */
    private void compare(Loc loc, Reply.Lookup reply, Keys now) {
        var iatt = reply.iatt();
        if (!Accountant.isCounted(iatt)) {
            return;
        }
        var answer = reply.xdata();
        Usage uses = Usage.ofFile(iatt.blocks());
        if (iatt.isDirectory()) {
            if (Accountant.isDirty(answer)) {
                accountant.recount(iatt.gfid());
            }
            uses = Usage.of(answer, now.size());
        }
        boolean root = iatt.gfid().isRoot();
        if (loc.isEntry() || root) {
            var contribution = root ? uses : Usage.of(answer, now.contribution(loc.pargfid()));
            if (uses == null || contribution == null || !uses.minus(contribution).isZero()) {
                begin(iatt.gfid(), uses);
            }
            if (iatt.isDirectory() || iatt.nlink() == 1) {
                seen.set(loc.inode(), new Seen(options.quotaVersion()));
            }
        }
    }

    /** A root without a size is nobody's child: it is counted anew, which makes one. */
    private void begin(Gfid gfid, Usage uses) {
        if (gfid.isRoot() && uses == null) {
            accountant.begin(gfid);
        } else {
            accountant.changed(gfid);
        }
    }

    private void changed(Iatt iatt) {
        if (Accountant.isCounted(iatt)) {
            accountant.changed(iatt.gfid());
        }
    }

    private Reply.Entry made(Reply.Entry reply) {
        changed(reply.iatt());
        return reply;
    }

    @Override
    public Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        return made(next(frame, op));
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        return made(next(frame, op));
    }

    @Override
    public Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        return made(next(frame, op));
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        return made(next(frame, op));
    }

    @Override
    public Reply.Entry put(Frame frame, Fop.Put op) throws FopException {
        return made(next(frame, op));
    }

    @Override
    public Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        var reply = next(frame, op);
        return op.xdata().contains(DONT_ACCOUNT) ? reply : made(reply);
    }

    /** An open file whose content goes. */
    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        var reply = next(frame, op);
        if ((op.flags() & O_TRUNC) != 0) {
            accountant.changed(op.inode().gfid());
        }
        return reply;
    }

    private void changed(Inode inode, Iatt pre, Iatt post) {
        if (pre.blocks() != post.blocks()) {
            accountant.changed(inode.gfid());
        }
    }

    private Reply.PrePost resized(Inode inode, Reply.PrePost reply) {
        changed(inode, reply.pre(), reply.post());
        return reply;
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        var reply = next(frame, op);
        changed(op.inode(), reply.pre(), reply.post());
        return reply;
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        return resized(op.inode(), next(frame, op));
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        return resized(op.inode(), next(frame, op));
    }

    @Override
    public Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException {
        return resized(op.inode(), next(frame, op));
    }

    @Override
    public Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException {
        return resized(op.inode(), next(frame, op));
    }

    @Override
    public Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        return resized(op.inode(), next(frame, op));
    }

    @Override
    public Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op)
            throws FopException {
        var reply = next(frame, op);
        changed(op.inode(), reply.preTarget(), reply.postTarget());
        return reply;
    }

    private Reply.Parent removed(Frame frame, Fop.OnLoc<Reply.Parent> op) throws FopException {
        if (op.xdata().contains(DONT_ACCOUNT)) {
            return next(frame, op);
        }
        var parent = op.loc().pargfid();
        Reply.Parent reply;
        try (var held = accountant.hold(frame, parent)) {
            var entry = departures.entry(op.loc());
            if (entry == null || !entry.isCounted()) {
                return next(frame, op);
            }
            accountant.mark(parent);
            reply = next(frame, op);
            departures.gone(entry, false);
        } finally {
            accountant.settleLater(parent);
        }
        return reply;
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        return removed(frame, op);
    }

    @Override
    public Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        return removed(frame, op);
    }

    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        var from = op.oldLoc().pargfid();
        var to = op.newLoc().pargfid();
        Reply.Rename reply;
        try (var held = accountant.hold(frame, from, to)) {
            var moved = departures.entry(op.oldLoc());
            var replaced = departures.entry(op.newLoc());
            boolean same =
                    moved != null && replaced != null && moved.gfid().equals(replaced.gfid());
            boolean leaves = moved != null && !from.equals(to) && !same && moved.isCounted();
            boolean replaces = replaced != null && !same && replaced.isCounted();
            if (leaves) {
                accountant.mark(from);
                departures.forgetEarlier(moved, to);
            }
            if (replaces) {
                accountant.mark(to);
            }
            reply = next(frame, op);
            if (leaves) {
                departures.gone(moved, true);
            }
            if (replaces) {
                departures.gone(replaced, false);
            }
        } finally {
            accountant.settleLater(from);
            accountant.settleLater(to);
        }
        changed(reply.iatt());
        return reply;
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        var request = keys().onDisk(op.xdata());
        if (request == op.xdata()) {
            return next(frame, op);
        }
        var reply = next(frame, op.withXdata(request));
        var entries = reply.entries().stream().map(this::plain).toList();
        return new Reply.Readdir(entries, reply.atEnd(), reply.xdata());
    }

    private DirEntry plain(DirEntry e) {
        var dict = keys().plain(e.dict());
        return new DirEntry(e.ino(), e.offset(), e.type(), e.name(), e.iatt(), dict);
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        var onDisk = keys().onDisk(op.name());
        var asked = onDisk.equals(op.name()) ? op : new Fop.Getxattr(op.loc(), onDisk, op.xdata());
        var reply = next(frame, asked);
        return shown(reply, op.name());
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        return shown(next(frame, op), op.name());
    }

    private Reply.Xattrs shown(Reply.Xattrs reply, String name) {
        var dict = keys().plain(reply.dict());
        var shown = name.isEmpty() ? Keys.filtered(dict, options.quota()) : dict;
        return shown == reply.dict() ? reply : new Reply.Xattrs(shown, reply.xdata());
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        if (op.dict().contains(CLEANUP)) {
            return cleanUp(frame, op);
        }
        var dict = keys().onDisk(op.dict());
        return next(
                frame,
                dict == op.dict() ? op : new Fop.Setxattr(op.loc(), dict, op.flags(), op.xdata()));
    }

    /** After quota was switched off: takes away what it kept of an object, but not what a new quota keeps already. */
    private Reply.Ok cleanUp(Frame frame, Fop.Setxattr op) throws FopException {
        if (frame.caller().uid() != 0 || frame.caller().gid() != 0) {
            throw new FopException(Errno.EPERM);
        }
        var now = keys();
        var all = next(frame, new Fop.Getxattr(op.loc(), "", Xdata.NULL)).dict();
        for (var key : all.keyList()) {
            boolean current = options.quota() && now.isCurrent(key);
            if (Keys.isInternal(key) && !current) {
                next(frame, new Fop.Removexattr(op.loc(), key, Xdata.NULL));
            }
        }
        seen.remove(op.inode());
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        var name = keys().onDisk(op.name());
        return next(
                frame,
                name.equals(op.name()) ? op : new Fop.Removexattr(op.loc(), name, op.xdata()));
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.features.marker." + name())
                .put("quota", options.quota())
                .put("quota-version", options.quotaVersion())
                .put("waiting", accountant.waiting());
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/marker", Options.class, Marker::new);
        }
    }
}
