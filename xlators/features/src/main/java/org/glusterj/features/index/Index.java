package org.glusterj.features.index;

import java.util.ArrayList;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;

/**
 * Keeps lists of what needs healing: an object is listed as long as a counter of replicate or disperse on it is not
 * zero, a name as long as another brick misses its change. Type: {@code features/index}; xattrs, files and virtual
 * directories as stock 10.3 has them (spec other-xlators, index).
 *
 * <p>An XATTROP that adds to a counter enters the object before it goes down, and the values that come back decide
 * whether the entry stays; so a crash leaves an entry too many, never one too few. An object that cannot be entered,
 * on a full disk, is counted all the same, for the counter is what tells which copy is stale; the log says so.
 *
 * <p>Runs on the caller's thread. The XATTROPs of an inode take turns (the monitor of {@link Entered}), held across the
 * call: entries must follow counters in their order, and nothing below waits for another client before it answers one.
 * Other fops only pay a comparison of gfids.
 */
final class Index extends Xlator {
    record Options(
            @Option(key = "index-base", help = "Directory of the index on the brick.")
                    String indexBase,
            @Option(
                            key = "xattrop-pending-watchlist",
                            help = "Prefixes of the pending counters, separated by commas.")
                    String pendingWatchlist,
            @Option(
                            key = "xattrop-dirty-watchlist",
                            help = "Prefixes of the dirty counters, separated by commas.")
                    String dirtyWatchlist,
            @Option(
                            key = "xattrop64-watchlist",
                            help = "Prefixes of 64-bit counters, separated by commas.")
                    String watchlist64) {
        Watchlists watchlists() {
            return Watchlists.of(pendingWatchlist, watchlist64, dirtyWatchlist);
        }
    }

    private static final Log LOG = Log.of(Index.class);

    /** Between two lines of failures. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    private static final int ADD_32 = 0;
    private static final int ADD_64 = 1;

    private static final String NAME_ADDED = "glusterfs.xattrop-entry-create";
    private static final String NAME_HEALED = "glusterfs.xattrop-entry-delete";
    private static final String NAMES_HEALED = "glusterfs.xattrop-purge-index";
    private static final String PENDING_COUNT = "glusterfs.xattrop_index_count";
    private static final String DIRTY_COUNT = "glusterfs.xattrop_dirty_count";
    private static final String LINK_COUNT = "link-count";
    private static final String TYPES_ASKED = "get-gfid-type";
    private static final String VIRTUAL_XATTRS = "glusterfs.xattrop_";

    /** @param changes of the list before somebody looked */
    private record Seen(long changes, boolean empty) {}

    private final String base;
    private final IndexFiles files;
    private final IndexListing listing;
    private final VirtualDirectories virtual;
    private final Slot<Entered> slots;
    private volatile Watchlists watchlists;
    private volatile Seen seen = new Seen(-1, false);

    /** When a failure was told last; a full disk has many. */
    private volatile long saidNanos;

    Index(XlatorContext context, Options options) {
        super(context);
        var sys = Syscalls.system();
        var random = context.environment().random();
        base = options.indexBase();
        watchlists = options.watchlists();
        slots = context.inodeSlot(Entered.class);
        files = new IndexFiles(sys, base, random);
        listing = new IndexListing(sys, files);
        virtual =
                new VirtualDirectories(sys, files, listing, random, context.inodeSlot(Gfid.class));
    }

    @Override
    public void init() throws GraphException {
        saidNanos = environment().nanoTime() - PAUSE_NANOS;
        if (base.isEmpty()) {
            throw new GraphException(name() + ": index-base is missing");
        }
        files.open(name());
    }

    @Override
    public void fini() {
        files.close();
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var now = values.as(Options.class);
        if (!now.indexBase().equals(base)) {
            throw new GraphException(name() + ": index-base does not change while the brick runs");
        }
        watchlists = now.watchlists();
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.features.index." + name())
                .put("xattrop-pending-count", listing.count(IndexList.PENDING));
    }

    @Override
    public Reply.Xattrs xattrop(Frame frame, Fop.Xattrop op) throws FopException {
        return isTracked(op.flags(), op.dict())
                ? counted(frame, op, op.loc().effectiveGfid(), op.flags(), op.dict())
                : next(frame, op);
    }

    @Override
    public Reply.Xattrs fxattrop(Frame frame, Fop.Fxattrop op) throws FopException {
        return isTracked(op.flags(), op.dict())
                ? counted(frame, op, op.fd().gfid(), op.flags(), op.dict())
                : next(frame, op);
    }

    private boolean isTracked(int flavour, Xdata dict) {
        return flavour == ADD_32 || flavour == ADD_64 && watchlists.hasPending(dict);
    }

    private Reply.Xattrs counted(
            Frame frame, Fop<Reply.Xattrs> op, Gfid gfid, int flavour, Xdata dict)
            throws FopException {
        var watched = watchlists;
        int additions = 0;
        for (int i = 0; i < dict.size(); i++) {
            var list = watched.of(dict.key(i));
            if (list != null && !isZero(dict, i)) {
                additions |= list.bit();
            }
        }
        var inode = op.inode();
        var entered = slots.getOrCreate(inode, Entered::new);
        synchronized (entered) {
            enter(entered, gfid, additions);
            addName(gfid, op.xdata());
            var reply = next(frame, op);
            int clean = settle(entered, gfid, flavour, reply.dict(), watched);
            if (!op.xdata().isEmpty()) {
                removeNames(inode, gfid, op.xdata(), clean);
            }
            return reply;
        }
    }

    private static boolean isZero(Xdata dict, int i) {
        return dict.isZero(dict.key(i));
    }

    private void enter(Entered entered, Gfid gfid, int lists) {
        for (var list : IndexList.values()) {
            if ((lists & list.bit()) != 0 && !entered.isIn(list)) {
                int result = files.add(list, gfid);
                if (isDone(result, IndexMessage.NOT_ENTERED, list, gfid)) {
                    entered.entered(list);
                }
            }
        }
    }

    private void leave(Entered entered, Gfid gfid, int lists) {
        for (var list : IndexList.values()) {
            if ((lists & list.bit()) != 0 && !entered.isOut(list)) {
                int result = files.remove(list, gfid);
                if (isDone(result, IndexMessage.NOT_REMOVED, list, gfid)) {
                    entered.left(list);
                }
            }
        }
    }

    /** Whether it is done; logs a failure a second. */
    private boolean isDone(int result, IndexMessage message, IndexList list, Object entry) {
        if (result >= 0) {
            return true;
        }
        long now = environment().nanoTime();
        if (now - saidNanos >= PAUSE_NANOS) {
            saidNanos = now;
            LOG.say(message, name(), list.directory(), entry, LinuxErrno.text(result));
        }
        return false;
    }

    /** Values that came back decide; answers the bits of lists whose values are all zero. */
    private int settle(Entered entered, Gfid gfid, int flavour, Xdata values, Watchlists watched) {
        int seen = 0;
        int counts = 0;
        for (int i = 0; i < values.size(); i++) {
            var list = watched.of(values.key(i));
            if (list != null && (flavour == ADD_32 || list == IndexList.PENDING)) {
                seen |= list.bit();
                counts |= isZero(values, i) ? 0 : list.bit();
            }
        }
        int clean = seen & ~counts;
        enter(entered, gfid, counts);
        leave(entered, gfid, clean);
        return clean;
    }

    /** A name that is not listed would never be healed: the fop fails. */
    private void addName(Gfid gfid, Xdata xdata) throws FopException {
        var name = xdata.isEmpty() ? null : xdata.string(NAME_ADDED).orElse(null);
        if (name == null) {
            return;
        }
        if (VirtualDirectories.isPath(name)) {
            throw new FopException(Errno.EINVAL, "not a name: " + name);
        }
        int result = files.addName(gfid, name);
        if (result < 0) {
            throw FopException.ofResult(result);
        }
    }

    private void removeNames(Inode inode, Gfid gfid, Xdata xdata, int clean) {
        var name = xdata.string(NAME_HEALED).orElse(null);
        if (name != null && !VirtualDirectories.isPath(name)) {
            int result = files.removeName(gfid, name);
            isDone(result, IndexMessage.NOT_REMOVED, IndexList.NAMES, gfid + "/" + name);
        }
        boolean mayHaveNames =
                inode.type() == FileType.DIRECTORY || inode.type() == FileType.INVALID;
        if (xdata.number(NAMES_HEALED, 0) != 0
                && (clean & IndexList.PENDING.bit()) != 0
                && mayHaveNames) {
            int result = files.removeNames(gfid);
            isDone(result, IndexMessage.NOT_REMOVED, IndexList.NAMES, gfid);
        }
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        var name = op.name();
        if (!name.startsWith(VIRTUAL_XATTRS)) {
            return next(frame, op);
        }
        var list = IndexList.ofXattr(name);
        if (list != null) {
            var gfid = virtual.of(list).toBytes();
            return new Reply.Xattrs(Xdata.EMPTY.withBytes(name, gfid), Xdata.NULL);
        }
        return switch (name) {
            case PENDING_COUNT -> counted(name, IndexList.PENDING);
            case DIRTY_COUNT -> counted(name, IndexList.DIRTY);
            default -> next(frame, op);
        };
    }

    private Reply.Xattrs counted(String name, IndexList list) {
        var count = Xdata.EMPTY.withUint(name, listing.count(list));
        return new Reply.Xattrs(count, Xdata.NULL);
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        if (virtual.isVirtual(op.loc())) {
            return virtual.lookup(op);
        }
        if (!asksForLinkCount(op.xdata())) {
            return next(frame, op);
        }
        Reply.Lookup reply;
        try {
            reply = next(frame, op);
        } catch (FopException e) {
            throw withLinkCount(e);
        }
        return reply.withXdata(withLinkCount(reply.xdata()));
    }

    @Override
    public Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        var fd = op.fd();
        if (virtual.isVirtual(fd.gfid())) {
            return new Reply.Attr(virtual.attributes(fd.inode(), fd.gfid()), Xdata.NULL);
        }
        if (!asksForLinkCount(op.xdata())) {
            return next(frame, op);
        }
        Reply.Attr reply;
        try {
            reply = next(frame, op);
        } catch (FopException e) {
            throw withLinkCount(e);
        }
        return reply.withXdata(withLinkCount(reply.xdata()));
    }

    private static boolean asksForLinkCount(Xdata xdata) {
        return xdata.contains(LINK_COUNT)
                && PENDING_COUNT.equals(xdata.string(LINK_COUNT).orElse(""));
    }

    private FopException withLinkCount(FopException why) {
        return new FopException(why.errno(), withLinkCount(why.xdata()), why.getMessage());
    }

    /** 1 when anything on the brick needs healing, else 0. */
    private Xdata withLinkCount(Xdata xdata) {
        long changes = files.changes(IndexList.PENDING);
        var known = seen;
        if (known.changes() != changes) {
            known = new Seen(changes, listing.isEmpty(IndexList.PENDING));
            seen = known;
        }
        return xdata.withInt(LINK_COUNT, known.empty() ? 0 : 1);
    }

    @Override
    public Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        var gfid = op.loc().effectiveGfid();
        return virtual.isVirtual(gfid)
                ? new Reply.Attr(virtual.attributes(op.loc().inode(), gfid), Xdata.NULL)
                : next(frame, op);
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        return virtual.isVirtual(op.fd().gfid()) ? Reply.Ok.PLAIN : next(frame, op);
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        var fd = op.fd();
        if (!virtual.isVirtual(fd.gfid())) {
            return next(frame, op);
        }
        var reply = virtual.readdir(fd, op.offset(), op.sizeBytes());
        boolean typed = virtual.listOf(fd.gfid()) != null && op.xdata().contains(TYPES_ASKED);
        return typed ? withTypes(frame, reply) : reply;
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        var fd = op.fd();
        return virtual.isVirtual(fd.gfid())
                ? virtual.readdir(fd, op.offset(), op.sizeBytes())
                : next(frame, op);
    }

    private Reply.Readdir withTypes(Frame frame, Reply.Readdir reply) {
        var typed = new ArrayList<DirEntry>(reply.entries().size());
        for (var e : reply.entries()) {
            int type = typeOf(frame, e.name()).dt();
            typed.add(new DirEntry(e.ino(), e.offset(), type, e.name(), e.iatt(), e.dict()));
        }
        return new Reply.Readdir(typed, reply.atEnd(), reply.xdata());
    }

    /** Of the object that an entry names; INVALID when there is none. */
    private FileType typeOf(Frame frame, String entry) {
        try {
            var gfid = VirtualDirectories.parse(entry);
            var inodes = context().graph().inodes();
            var known = inodes.findPinned(gfid);
            var type = known == null ? FileType.INVALID : known.type();
            if (known != null) {
                known.unpin();
            }
            if (type != FileType.INVALID) {
                return type;
            }
            var loc = new Loc(null, "", inodes.blank(), gfid);
            return next(frame, new Fop.Lookup(loc, Xdata.NULL)).iatt().type();
        } catch (FopException absent) {
            return FileType.INVALID;
        }
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        var loc = op.loc();
        if (!virtual.isVirtual(loc.pargfid())) {
            return next(frame, op);
        }
        var before = virtual.attributes(loc.parent(), loc.pargfid());
        var list = virtual.listOf(loc.pargfid());
        if (list == null || list == IndexList.NAMES) {
            virtual.unlinkName(loc);
        } else {
            remove(list, VirtualDirectories.parse(loc.name()));
        }
        var after = virtual.attributes(loc.parent(), loc.pargfid());
        return new Reply.Parent(before, after, Xdata.NULL);
    }

    /** In the object's turn, so that an XATTROP meanwhile does not take it for entered. */
    private void remove(IndexList list, Gfid gfid) throws FopException {
        if (gfid.isNull()) {
            throw new FopException(Errno.EINVAL);
        }
        var inode = context().graph().inodes().obtainPinned(gfid);
        var entered = slots.getOrCreate(inode, Entered::new);
        try {
            synchronized (entered) {
                int result = files.remove(list, gfid);
                if (result < 0) {
                    throw FopException.ofResult(result);
                }
                entered.left(list);
            }
        } finally {
            inode.unpin();
        }
    }

    @Override
    public Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        var loc = op.loc();
        if (!virtual.isVirtual(loc.pargfid())) {
            return next(frame, op);
        }
        var before = virtual.attributes(loc.parent(), loc.pargfid());
        virtual.rmdir(loc, op.xflags() != 0);
        var after = virtual.attributes(loc.parent(), loc.pargfid());
        return new Reply.Parent(before, after, Xdata.NULL);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/index", Options.class, Index::new);
        }
    }
}
