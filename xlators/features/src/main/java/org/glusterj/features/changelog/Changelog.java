package org.glusterj.features.changelog;

import java.time.Duration;
import org.glusterj.core.Caller;
import org.glusterj.core.Dump;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;
import org.glusterj.linux.Syscalls;

/**
 * Records in a {@link Journal} what fops change, after they did it and before their reply. Type: {@code
 * features/changelog}; which fops, with what, as stock 10.3 does it (captured). A fop never fails because of the
 * journal. Off, every fop passes. Runs on the caller's thread, slices end on a timer; options are replaced as a whole,
 * the timers and changes of options are guarded by the monitor.
 *
 * <p>Consumers find the slices by their list; the socket by which stock tells them of a new one is not there, nor is
 * the barrier for snapshots.
 */
final class Changelog extends Xlator {
    record Options(
            @Option(
                            key = "changelog",
                            def = "off",
                            settable = true,
                            opVersion = 3,
                            help = "Record changes.")
                    boolean on,
            @Option(
                            key = "changelog-notification",
                            def = "off",
                            opVersion = 3,
                            help = "Tell consumers of changes by a socket; not used.")
                    boolean notification,
            @Option(key = "changelog-brick", help = "Where the brick is.") String brick,
            @Option(
                            key = "changelog-dir",
                            settable = true,
                            opVersion = 3,
                            help = "Directory of the journal, an absolute path.")
                    String directory,
            @Option(key = "op-mode", def = "realtime", help = "There is only one; not used.")
                    String mode,
            @Option(
                            key = "encoding",
                            def = "ascii",
                            settable = true,
                            opVersion = 3,
                            help = "How records are written.")
                    Encoding encoding,
            @Option(
                            key = "rollover-time",
                            def = "15",
                            min = 1,
                            settable = true,
                            opVersion = 3,
                            help = "How long a slice of the journal is.")
                    Duration rollover,
            @Option(
                            key = "fsync-interval",
                            def = "5",
                            settable = true,
                            opVersion = 3,
                            help = "How often the journal is synced; 0 = with every record.")
                    Duration fsyncInterval,
            @Option(
                            key = "changelog-barrier-timeout",
                            def = "120",
                            settable = true,
                            opVersion = 3,
                            help = "How long a snapshot may hold removals up; not used.")
                    Duration barrierTimeout,
            @Option(
                            key = "capture-del-path",
                            def = "off",
                            settable = true,
                            opVersion = 3,
                            help = "Record the paths of what is removed.")
                    boolean capturesPaths) {
        boolean syncs() {
            return fsyncInterval.isZero();
        }
    }

    /** Another of stock's daemons that move files without changing them. */
    private static final int PID_TIER = -10;

    private static final String GFID_REQ = "gfid-req";
    private static final String INTERNAL = "glusterfs-internal-fop";
    private static final String SHARD_SIZE = "trusted.glusterfs.shard.file-size";
    private static final String TIER_LINK = "trusted.tier.tier-dht.linkto";

    /** Set on an object, has it recorded as if it were new. */
    private static final String TRIGGER = "glusterfs.geo-rep.trigger-sync";

    private static final Gfid SHARDS = Gfid.parse("be318638-e8a0-4c6d-977d-7a937aa84806");

    private static final int S_IFREG = 0100000;
    private static final int S_IFDIR = 0040000;

    private final Slot<Marks> marks;
    private volatile Options options;

    /** Null until it was on. Written under the monitor. */
    private volatile Journal journal;

    /** Guarded by the monitor; null while they do not run. */
    private Environment.Timer roller;

    private Environment.Timer syncer;

    Changelog(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        marks = context.inodeSlot(Marks.class);
    }

    @Override
    public synchronized void init() throws GraphException {
        if (options.on()) {
            begin(options, false);
            startTimers();
        }
    }

    @Override
    public synchronized void reconfigure(OptionValues values) throws GraphException {
        var before = options;
        var now = values.as(Options.class);
        boolean moves = !before.directory().equals(now.directory());
        if (now.on() && (!before.on() || moves)) {
            var old = journal;
            begin(now, true);
            if (before.on()) {
                old.close(seconds());
            }
        } else if (now.on()) {
            journal.roll(seconds(), now.encoding(), now.syncs());
        } else if (before.on()) {
            journal.close(seconds());
        }
        options = now;
        stopTimers();
        if (now.on()) {
            startTimers();
        }
    }

    private void begin(Options now, boolean anew) throws GraphException {
        if (!now.directory().startsWith("/")) {
            throw new GraphException(name() + ": option changelog-dir is no absolute path");
        }
        var next = new Journal(Syscalls.system(), name(), now.directory());
        try {
            next.prepare();
            next.open(seconds(), anew, now.encoding(), now.syncs());
        } catch (JournalException e) {
            throw new GraphException(name() + ": journal: " + e.getMessage(), e);
        }
        journal = next;
    }

    private long seconds() {
        return environment().epochNanos() / 1_000_000_000L;
    }

    private void startTimers() {
        roller = environment().schedule(options.rollover(), "changelog-rollover", this::roll);
        if (!options.syncs()) {
            syncer = environment().schedule(options.fsyncInterval(), "changelog-fsync", this::sync);
        }
    }

    private void stopTimers() {
        if (roller != null) {
            roller.cancel();
            roller = null;
        }
        if (syncer != null) {
            syncer.cancel();
            syncer = null;
        }
    }

    private synchronized void roll() {
        if (roller != null) {
            journal.roll(seconds(), options.encoding(), options.syncs());
            roller = environment().schedule(options.rollover(), "changelog-rollover", this::roll);
        }
    }

    private synchronized void sync() {
        if (syncer != null) {
            journal.sync();
            syncer = environment().schedule(options.fsyncInterval(), "changelog-fsync", this::sync);
        }
    }

    @Override
    public synchronized void fini() {
        stopTimers();
        if (journal != null) {
            journal.sync();
            journal.release();
        }
    }

    private static boolean isRebalance(Caller caller) {
        return caller.pid() == Caller.PID_REBALANCE || caller.pid() == PID_TIER;
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (options.on()) {
            super.start(frame, op, sink);
        } else {
            child().start(frame, op, sink);
        }
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (!options.on() || !op.type().modifies() || isRebalance(frame.caller())) {
            return next(frame, op);
        }
        if (op instanceof Fop.Setxattr) {
            return op.applyTo(this, frame);
        }
        var path = removedPath(op);
        R reply = next(frame, op);
        record(frame, op, reply, path);
        return reply;
    }

    /** The path of the file that goes, found while it is there; "" for other fops. */
    private String removedPath(Fop<?> op) {
        boolean removes = op instanceof Fop.Unlink || op instanceof Fop.Rmdir;
        if (!removes || !options.capturesPaths()) {
            return "";
        }
        var loc = ((Fop.OnLoc<?>) op).loc();
        return new Ancestry(Syscalls.system(), options.brick()).path(loc.pargfid(), loc.name());
    }

    /** A setxattr may be a command. */
    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        if (!op.dict().contains(TRIGGER)) {
            var reply = next(frame, op);
            metadata(op, Marks.Kind.XATTR);
            return reply;
        }
        var inode = op.inode();
        boolean known = inode.type() == FileType.DIRECTORY || inode.type() == FileType.REGULAR;
        if (op.dict().number(TRIGGER, 0) != 1 || !known) {
            throw new FopException(Errno.EOPNOTSUPP);
        }
        boolean isDirectory = inode.type() == FileType.DIRECTORY;
        var name = context().graph().inodes().nameOf(inode);
        if (name != null) {
            var by = isDirectory ? FopType.MKDIR : FopType.CREATE;
            int mode = isDirectory ? S_IFDIR | 0755 : S_IFREG | 0644;
            var caller = frame.caller();
            journal.append(
                    encoding ->
                            made(encoding, inode.gfid(), by, mode, caller)
                                    .name(name.parent().gfid(), name.name()));
        }
        if (!isDirectory) {
            data(inode);
        }
        return Reply.Ok.PLAIN;
    }

    private void record(Frame frame, Fop<?> op, Reply reply, String path) {
        switch (op) {
            case Fop.Writev w -> {
                if (((Reply.Writev) reply).count() > 0) {
                    data(w.inode());
                }
            }
            case Fop.Truncate t -> data(t.inode());
            case Fop.Ftruncate t -> data(t.inode());
            case Fop.Fsetattr s -> metadata(s, Marks.Kind.METADATA);
            case Fop.Setattr s -> {
                if (!isInternal(frame, s.xdata()) && !s.inode().gfid().equals(SHARDS)) {
                    metadata(s, Marks.Kind.METADATA);
                }
            }
            case Fop.Fsetxattr s -> {
                if (!isInternal(frame, s.xdata())) {
                    metadata(s, Marks.Kind.XATTR);
                }
            }
            case Fop.Removexattr r -> metadata(r, Marks.Kind.XATTR);
            case Fop.Fremovexattr r -> metadata(r, Marks.Kind.XATTR);
            case Fop.Xattrop x -> {
                if (x.dict().contains(SHARD_SIZE)) {
                    metadata(x, Marks.Kind.METADATA);
                }
            }
            case Fop.Fxattrop x -> {
                if (x.dict().contains(SHARD_SIZE)) {
                    metadata(x, Marks.Kind.XATTR);
                }
            }
            default -> name(frame, op, path);
        }
    }

    private void data(Inode inode) {
        journal.append(
                marks.getOrCreate(inode, Marks::new),
                Marks.Kind.DATA,
                encoding -> ChangeRecord.data(encoding, inode.gfid()));
    }

    private void metadata(Fop<?> op, Marks.Kind kind) {
        var inode = op.inode();
        journal.append(
                marks.getOrCreate(inode, Marks::new),
                kind,
                encoding -> ChangeRecord.metadata(encoding, inode.gfid(), op.type()));
    }

    private void name(Frame frame, Fop<?> op, String path) {
        switch (op) {
            case Fop.Mknod m -> {
                if (m.xdata().contains(TIER_LINK) || !isInternal(frame, m.xdata())) {
                    made(frame, m, m.mode());
                }
            }
            case Fop.Mkdir m -> made(frame, m, S_IFDIR | m.mode());
            case Fop.Create c -> made(frame, c, c.mode());
            case Fop.Symlink s ->
                    s.xdata()
                            .gfid(GFID_REQ)
                            .ifPresent(
                                    gfid ->
                                            journal.append(
                                                    encoding -> entry(encoding, gfid, s, s.loc())));
            case Fop.Link l -> {
                if (!isInternal(frame, l.xdata())) {
                    var gfid = l.oldLoc().effectiveGfid();
                    journal.append(encoding -> entry(encoding, gfid, l, l.newLoc()));
                }
            }
            case Fop.Unlink u -> {
                var moved = TrackedRename.in(u.xdata());
                if (moved.isPresent()) {
                    renamed(u.loc().effectiveGfid(), moved.get());
                } else if (!isInternal(frame, u.xdata())) {
                    removed(u, path);
                }
            }
            case Fop.Rmdir r -> removed(r, path);
            case Fop.Rename r -> {
                boolean isDirectory = r.inode().type() == FileType.DIRECTORY;
                if (isDirectory || r.xdata().contains(TrackedRename.KEY)) {
                    var from = r.oldLoc();
                    var to = r.newLoc();
                    renamed(
                            from.effectiveGfid(),
                            new TrackedRename(
                                    from.pargfid(), from.name(), to.pargfid(), to.name()));
                }
            }
            default -> {}
        }
    }

    private static ChangeRecord entry(Encoding encoding, Gfid gfid, Fop<?> by, Loc loc) {
        return ChangeRecord.entry(encoding, gfid, by.type()).name(loc.pargfid(), loc.name());
    }

    /** A new object whose gfid the client chose; one without is not recorded. */
    private void made(Frame frame, Fop.OnLoc<?> op, int mode) {
        var gfid = op.xdata().gfid(GFID_REQ);
        if (gfid.isPresent()) {
            var loc = op.loc();
            var caller = frame.caller();
            journal.append(
                    encoding ->
                            made(encoding, gfid.get(), op.type(), mode, caller)
                                    .name(loc.pargfid(), loc.name()));
        }
    }

    private static ChangeRecord made(
            Encoding encoding, Gfid gfid, FopType by, int mode, Caller caller) {
        return ChangeRecord.entry(encoding, gfid, by)
                .number(mode)
                .number(caller.uid())
                .number(caller.gid());
    }

    private void removed(Fop.OnLoc<?> op, String path) {
        var loc = op.loc();
        journal.append(encoding -> entry(encoding, loc.effectiveGfid(), op, loc).path(path));
    }

    private void renamed(Gfid gfid, TrackedRename names) {
        journal.append(
                encoding ->
                        ChangeRecord.entry(encoding, gfid, FopType.RENAME)
                                .name(names.oldParent(), names.oldName())
                                .name(names.newParent(), names.newName()));
    }

    /** Whether a translator above made the fop for its own purposes; what heals a replica is recorded. */
    private static boolean isInternal(Frame frame, Xdata xdata) {
        return xdata.contains(INTERNAL) && frame.caller().pid() != Caller.PID_SELF_HEAL_DAEMON;
    }

    @Override
    public void dump(Dump out) {
        var now = journal;
        out.section("xlator.features.changelog." + name())
                .put("active", options.on())
                .put("slice", now == null ? 0 : now.slice())
                .put("bytes-in-slice", now == null ? 0 : now.size())
                .put("changes-not-written", now == null ? 0 : now.failed());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/changelog", Options.class, Changelog::new);
        }
    }
}
