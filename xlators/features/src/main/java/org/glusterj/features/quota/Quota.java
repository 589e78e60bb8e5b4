package org.glusterj.features.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.MustWait;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Refuses, with EDQUOT, what would lead beyond the limits of a directory above; a write that fits in part is made in
 * part. Type: {@code features/quota}; limits, time-outs and errnos as stock 10.3. Runs on the caller's thread; options
 * are replaced as a whole; {@link Chains} and {@link Limited} guard themselves.
 *
 * <p>Callers with negative pids are not held to limits. Unlike stock's, a refusal comes only after looking at the use
 * again, and what passes here counts at once, not only after the time-out. Where quotad is to be asked, a frame that
 * may not wait is left ({@link MustWait}).
 */
final class Quota extends Xlator {
    record Options(
            @Option(key = "server-quota", def = "off", help = "Hold the brick's users to limits.")
                    boolean on,
            @Option(
                            key = "deem-statfs",
                            def = "on",
                            settable = true,
                            opVersion = 2,
                            help = "Let statfs tell the limit and what is left of it.")
                    boolean deemStatfs,
            @Option(
                            key = "default-soft-limit",
                            def = "80%",
                            settable = true,
                            opVersion = 3,
                            help = "Percentage of a limit from which to warn, where it has none.")
                    String softLimit,
            @Option(
                            key = "soft-timeout",
                            def = "60",
                            settable = true,
                            min = 0,
                            max = 1800,
                            opVersion = 3,
                            help = "How long to trust the use of a directory below its soft limit.")
                    Duration softTimeout,
            @Option(
                            key = "hard-timeout",
                            def = "5",
                            settable = true,
                            min = 0,
                            max = 60,
                            opVersion = 3,
                            help = "How long to trust the use of a directory above its soft limit.")
                    Duration hardTimeout,
            @Option(
                            key = "alert-time",
                            def = "86400",
                            settable = true,
                            min = 0,
                            max = 604_800,
                            opVersion = 3,
                            help = "How often to warn of a directory above its soft limit.")
                    Duration alertTime,
            @Option(key = "volume-uuid", help = "Which volume this is, as quotad knows it.")
                    String volume) {}

    private static final Log LOG = Log.of(Quota.class);
    private static final String INTERNAL_FOP = "glusterfs-internal-fop";
    private static final String INTERNAL_CONTEXT = "glusterfs.internal-ctx";
    private static final String IGNORE_STATFS = "ignore-deem-statfs";
    private static final String DEEM_STATFS = "quota-deem-statfs";

    /** A refusal does not rest on older figures. */
    private static final long FRESH_NANOS = Duration.ofMillis(50).toNanos();

    private final Chains chains;
    private final Quotad quotad;
    private volatile Options options;
    private volatile int softPercent;

    Quota(XlatorContext context, Options options) throws GraphException {
        super(context);
        this.options = options;
        softPercent = percent(options);
        chains = new Chains(child(), context.inodeSlot(Chains.Chain.class));
        quotad = new Quotad(name(), environment());
    }

    private int percent(Options now) throws GraphException {
        var text = now.softLimit().strip();
        try {
            double value = Double.parseDouble(text.endsWith("%") ? text.replace("%", "") : text);
            if (value >= 0 && value <= 100) {
                return (int) value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new GraphException(
                name() + ": option default-soft-limit cannot be '" + text + "', but 0% to 100%");
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var now = values.as(Options.class);
        softPercent = percent(now);
        if (now.on() != options.on()) {
            chains.changed();
        }
        options = now;
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (options.on() && isTreated(op)) {
            super.start(frame, op, sink);
        } else {
            child().start(frame, op, sink);
        }
    }

    private static boolean isTreated(Fop<?> op) {
        return switch (op.type()) {
            case MKNOD,
                    MKDIR,
                    UNLINK,
                    SYMLINK,
                    RENAME,
                    LINK,
                    WRITE,
                    STATFS,
                    SETXATTR,
                    REMOVEXATTR ->
                    true;
            case CREATE, FSETXATTR, FREMOVEXATTR, FALLOCATE, ZEROFILL, PUT, COPY_FILE_RANGE -> true;
            default -> false;
        };
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return options.on() ? op.applyTo(this, frame) : next(frame, op);
    }

    /** The limits that the caller is held to; none of them for daemons. */
    private List<Limited> limits(Frame frame, Inode inode) throws FopException {
        return frame.caller().isInternal() ? List.of() : chains.of(inode);
    }

    /** As {@link #limits}; a file that lost its last name while open has none. */
    private List<Limited> limitsOfFile(Frame frame, Inode inode) throws FopException {
        try {
            return limits(frame, inode);
        } catch (FopException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESTALE) {
                throw e;
            }
            LOG.say(QuotaMessage.NOT_ENFORCED, name(), inode.gfid(), e.errno());
            return List.of();
        }
    }

    /** How much of {@code bytes} goes in; at least one byte, unless none was wanted. */
    private long admit(Frame frame, List<Limited> limits, long bytes, int objects)
            throws FopException {
        long room = Long.MAX_VALUE;
        var now = options;
        for (var limit : limits) {
            measureOld(frame, limit, bytes, now);
            if (isRefused(limit, bytes, objects)) {
                measure(frame, limit, FRESH_NANOS);
            }
            if (limit.isFullOf(objects) || limit.room() == 0) {
                throw new FopException(Errno.EDQUOT);
            }
            room = Math.min(room, limit.room());
            warn(limit, bytes, now);
        }
        return Math.min(room, bytes);
    }

    private void admitAll(Frame frame, List<Limited> limits, long bytes, int objects)
            throws FopException {
        if (admit(frame, limits, bytes, objects) < bytes) {
            throw new FopException(Errno.EDQUOT);
        }
    }

    private static boolean isRefused(Limited limit, long bytes, int objects) {
        long room = limit.room();
        return room == 0 || room < bytes || limit.isFullOf(objects);
    }

    private void measureOld(Frame frame, Limited limit, long bytes, Options now) {
        boolean above = limit.usage().bytes() + bytes > limit.bytes.soft(softPercent);
        measure(frame, limit, (above ? now.hardTimeout() : now.softTimeout()).toNanos());
    }

    /** Who finds somebody measuring takes the old figures, unless there are none yet. */
    private void measure(Frame frame, Limited limit, long patienceNanos) {
        if (!limit.isOlder(environment().nanoTime(), patienceNanos)) {
            return;
        }
        if (quotad.isThere()) {
            MustWait.unlessAllowed(frame);
        }
        if (!limit.measuring.tryLock()) {
            if (limit.isMeasured() && patienceNanos > FRESH_NANOS) {
                return;
            }
            MustWait.unlessAllowed(frame);
            limit.measuring.lock();
        }
        try {
            long at = environment().nanoTime();
            if (limit.isOlder(at, patienceNanos)) {
                limit.measured(measured(limit), at);
            }
        } catch (FopException e) {
            // the directory is gone, or will be asked again: the figures stay as they are
            limit.measured(limit.usage(), environment().nanoTime());
        } finally {
            limit.measuring.unlock();
        }
    }

    private Usage measured(Limited limit) throws FopException {
        var everywhere = quotad.usage(options.volume(), limit.gfid);
        return everywhere != null
                ? everywhere
                : Sizes.here(child(), context().graph().inodes(), limit.gfid);
    }

    private void warn(Limited limit, long bytes, Options now) {
        if (!limit.bytes.isSet()) {
            return;
        }
        long soft = limit.bytes.soft(softPercent);
        int warning =
                limit.warning(soft, bytes, environment().nanoTime(), now.alertTime().toNanos());
        if (warning != 0) {
            var inode = context().graph().inodes().obtainPinned(limit.gfid);
            var path = inode.table().pathOf(inode);
            inode.unpin();
            LOG.say(
                    warning == 1 ? QuotaMessage.SOFT_LIMIT_CROSSED : QuotaMessage.ABOVE_SOFT_LIMIT,
                    name(),
                    path,
                    limit.usage().bytes() + bytes,
                    soft);
        }
    }

    private static void add(List<Limited> limits, long blocks, long files, long directories) {
        for (var limit : limits) {
            limit.add(blocks * 512, files, directories);
        }
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        var limits = limitsOfFile(frame, op.inode());
        if (limits.isEmpty()) {
            return next(frame, op);
        }
        try (var turns = Turns.take(frame, limits)) {
            return admitted(frame, turns.below(frame), op, limits);
        } catch (MustWait held) {
            MustWait.unlessAllowed(frame);
            return admitted(frame, frame, op, limits);
        }
    }

    private Reply.Writev admitted(Frame frame, Frame below, Fop.Writev op, List<Limited> limits)
            throws FopException {
        int size = op.data().size();
        long fits = admit(frame, limits, size, 0);
        var reply = fits < size ? firstPart(below, op, (int) fits) : next(below, op);
        add(limits, reply.post().blocks() - reply.pre().blocks(), 0, 0);
        return reply;
    }

    private Reply.Writev firstPart(Frame frame, Fop.Writev op, int size) throws FopException {
        try (var part = op.data().slice(0, size)) {
            return next(frame, new Fop.Writev(op.fd(), op.offset(), part, op.flags(), op.xdata()));
        }
    }

    /** A new object in a directory. */
    private Reply.Entry make(Frame frame, Fop.OnLoc<Reply.Entry> op, long bytes, boolean directory)
            throws FopException {
        var loc = op.loc();
        var limits = limits(frame, loc.parent());
        if (limits.isEmpty()) {
            return next(frame, op);
        }
        admitAll(frame, limits, bytes, 1);
        var reply = next(frame, op);
        var iatt = reply.iatt();
        boolean isNew = op.xdata().gfid("gfid-req").map(iatt.gfid()::equals).orElse(false);
        if (isNew) {
            add(limits, iatt.blocks(), directory ? 0 : 1, directory ? 1 : 0);
            chains.inherit(loc.inode(), loc.parent());
        }
        return reply;
    }

    @Override
    public Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        return make(frame, op, 0, false);
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        return op.xdata().contains(INTERNAL_CONTEXT) ? next(frame, op) : make(frame, op, 0, true);
    }

    @Override
    public Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        return make(frame, op, op.target().length(), false);
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        return make(frame, op, 0, false);
    }

    @Override
    public Reply.Entry put(Frame frame, Fop.Put op) throws FopException {
        return make(frame, op, op.data().size(), false);
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        var reply = next(frame, op);
        chains.forget(op.inode());
        return reply;
    }

    @Override
    public Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        var to = op.newLoc().parent();
        var limits = limits(frame, to);
        if (!limits.isEmpty()) {
            limits = newLimits(op, limits);
            var iatt = next(Accountant.FRAME, stat(op.oldLoc())).iatt();
            admitAll(frame, limits, iatt.blocks() * 512, 1);
        }
        var reply = next(frame, op);
        add(limits, reply.iatt().blocks(), 1, 0);
        chains.forget(op.oldLoc().inode());
        return reply;
    }

    /** A second name in a directory costs nothing; what moves stays below the limits that it was below of. */
    private List<Limited> newLimits(Fop.Link op, List<Limited> limits) throws FopException {
        var object = op.oldLoc().inode();
        if (object.isBlank()) {
            return limits;
        }
        var to = op.newLoc().pargfid();
        if (Parents.of(child(), object).contains(to)) {
            return List.of();
        }
        boolean moves = op.xdata().contains(INTERNAL_FOP);
        return moves ? without(limits, chains.of(object)) : limits;
    }

    private static Fop.Stat stat(Loc loc) {
        return new Fop.Stat(loc.inode().isBlank() ? loc : Loc.of(loc.inode()), Xdata.NULL);
    }

    private static List<Limited> without(List<Limited> limits, List<Limited> others) {
        var rest = new ArrayList<Limited>(limits);
        rest.removeAll(others);
        return rest;
    }

    /** Only limits that the object was not below of before can be in the way. */
    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        var from = op.oldLoc().parent();
        var to = op.newLoc().parent();
        List<Limited> limits = List.of();
        var uses = Usage.NONE;
        if (from != to) {
            limits = without(limits(frame, to), limits(frame, from));
        }
        if (!limits.isEmpty()) {
            uses = usage(op.oldLoc());
            long objects = uses.files() + uses.directories();
            admitAll(frame, limits, uses.bytes(), (int) Math.min(objects, Integer.MAX_VALUE));
        }
        var reply = next(frame, op);
        add(limits, uses.bytes() / 512, uses.files(), uses.directories());
        if (reply.iatt().isDirectory()) {
            chains.changed();
        } else {
            chains.forget(op.oldLoc().inode());
        }
        chains.forget(op.newLoc().inode());
        return reply;
    }

    private Usage usage(Loc loc) throws FopException {
        var iatt = next(Accountant.FRAME, stat(loc)).iatt();
        return iatt.isDirectory()
                ? Sizes.here(child(), context().graph().inodes(), iatt.gfid())
                : new Usage(iatt.blocks() * 512, 1, 0);
    }

    @Override
    public Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException {
        return allocate(frame, op, op.lengthBytes());
    }

    @Override
    public Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        return allocate(frame, op, op.lengthBytes());
    }

    private Reply.PrePost allocate(Frame frame, Fop.OnFd<Reply.PrePost> op, long bytes)
            throws FopException {
        var limits = limitsOfFile(frame, op.inode());
        admitAll(frame, limits, bytes, 0);
        var reply = next(frame, op);
        add(limits, reply.post().blocks() - reply.pre().blocks(), 0, 0);
        return reply;
    }

    @Override
    public Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op)
            throws FopException {
        var limits = limitsOfFile(frame, op.inode());
        admitAll(frame, limits, op.lengthBytes(), 0);
        var reply = next(frame, op);
        add(limits, reply.postTarget().blocks() - reply.preTarget().blocks(), 0, 0);
        return reply;
    }

    @Override
    public Reply.Statfs statfs(Frame frame, Fop.Statfs op) throws FopException {
        var reply = next(frame, op);
        if (!options.deemStatfs() || op.xdata().number(IGNORE_STATFS, 0) != 0) {
            return reply;
        }
        for (var limit : chains.of(op.inode())) {
            if (limit.bytes.isSet()) {
                measure(frame, limit, FRESH_NANOS);
                var xdata = reply.xdata().withInt(DEEM_STATFS, 1);
                return new Reply.Statfs(deemed(reply.statvfs(), limit), xdata);
            }
        }
        return reply;
    }

    private static Statvfs deemed(Statvfs disk, Limited limit) {
        long unit = Math.max(1, disk.bsize());
        long blocks = limit.bytes.hard() / unit;
        long free = Math.max(0, blocks - limit.usage().bytes() / unit);
        return new Statvfs(
                disk.bsize(),
                disk.frsize(),
                blocks,
                free,
                free,
                disk.files(),
                disk.ffree(),
                disk.favail(),
                disk.fsid(),
                disk.flag(),
                disk.namemax());
    }

    /** Limits are set and taken away by the daemons that ask for it. */
    private static void refuseUsers(Frame frame, Xdata dict, Xdata xdata) throws FopException {
        if (frame.caller().isInternal() || xdata.contains(INTERNAL_FOP)) {
            return;
        }
        for (int i = 0; i < dict.size(); i++) {
            if (Keys.isInternal(dict.key(i))) {
                throw new FopException(Errno.EPERM);
            }
        }
    }

    private static void refuseUsers(Frame frame, String name) throws FopException {
        if (!frame.caller().isInternal() && Keys.isInternal(name)) {
            throw new FopException(Errno.EPERM);
        }
    }

    private void limitsMayHaveChanged(Inode inode, Xdata dict) {
        if (dict.contains(Limit.BYTES) || dict.contains(Limit.OBJECTS)) {
            chains.changed(inode.gfid());
        }
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        refuseUsers(frame, op.dict(), op.xdata());
        var reply = next(frame, op);
        limitsMayHaveChanged(op.inode(), op.dict());
        return reply;
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        refuseUsers(frame, op.dict(), op.xdata());
        var reply = next(frame, op);
        limitsMayHaveChanged(op.inode(), op.dict());
        return reply;
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        refuseUsers(frame, op.name());
        var reply = next(frame, op);
        if (Keys.isInternal(op.name())) {
            chains.changed(op.inode().gfid());
        }
        return reply;
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        refuseUsers(frame, op.name());
        var reply = next(frame, op);
        if (Keys.isInternal(op.name())) {
            chains.changed(op.inode().gfid());
        }
        return reply;
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.features.quota." + name())
                .put("soft-timeout", options.softTimeout().toSeconds())
                .put("hard-timeout", options.hardTimeout().toSeconds())
                .put("alert-time", options.alertTime().toSeconds())
                .put("quota-on", options.on())
                .put("statfs", options.deemStatfs())
                .put("volume-uuid", options.volume())
                .put("limited-directories", chains.size());
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/quota", Options.class, Quota::new);
        }
    }
}
