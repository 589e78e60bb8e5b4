package org.glusterj.features.bitrot;

import java.util.Set;
import org.glusterj.core.Caller;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
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
 * Gives a file a new version before the first change after a signature, takes signatures from the signer and the word
 * of the scrubber that a file is damaged; such a file is EIO. Type: {@code features/bitrot-stub}; xattrs and who may
 * use them as stock 10.3 has them. Off, fops pass, except that nobody sees or sets the xattrs. Runs on the caller's
 * thread; options are replaced as a whole; {@link ObjectState} guards itself.
 *
 * <p>The event that tells the signer of a file to sign goes by the changelog's socket, which is not there, and so does
 * the directory that lists what is damaged to the scrubber. Unlike stock's, allocating, discarding, zeroing and opening
 * with truncation begin a version too: they change content.
 */
final class BitrotStub extends Xlator {
    record Options(
            @Option(
                            key = "bitrot",
                            def = "off",
                            settable = true,
                            opVersion = 30_700,
                            help = "Keep versions of files, and shut damaged ones out.")
                    boolean on,
            @Option(key = "export", help = "Where the brick is.") String export) {}

    private static final Log LOG = Log.of(BitrotStub.class);

    private static final Xdata INTERNAL = Xdata.EMPTY.withInt("glusterfs-internal-fop", 1);
    private static final Set<String> KEPT = Set.of(Formats.VERSION, Formats.SIGNATURE, Formats.BAD);
    private static final Set<String> SETTABLE =
            Set.of(
                    Formats.SIGN,
                    Formats.SIGNED,
                    Formats.REOPEN,
                    Formats.BAD,
                    Formats.SIGNATURE,
                    Formats.VERSION);

    /** In the reply of a lookup: do not keep content. */
    private static final String BAD_INODE = "glusterfs.bad-inode";

    private static final String CONTENT = "glusterfs.content";
    private static final String NODE_UUID = "trusted.glusterfs.node-uuid";
    private static final int O_ACCMODE = 3;
    private static final int O_TRUNC = 01000;
    private static final int RESIGN = 0;

    /** In the slot of an fd that may write. */
    private enum Writer {
        WRITES
    }

    private final Slot<ObjectState> states;
    private final Slot<Writer> writers;
    private volatile Options options;
    private long started;

    BitrotStub(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        states = context.inodeSlot(ObjectState.class);
        writers = context.fdSlot(Writer.class, (fd, writer) -> released(fd.inode()));
    }

    private Quarantine quarantine(Options now) {
        return new Quarantine(Syscalls.system(), name(), now.export());
    }

    @Override
    public void init() throws GraphException {
        started = environment().epochNanos();
        if (options.on()) {
            quarantine(options).prepare();
        }
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var now = values.as(Options.class);
        if (now.on()) {
            quarantine(now).prepare();
        }
        options = now;
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
        if (!options.on()) {
            return switch (op.type()) {
                case GETXATTR, FGETXATTR, SETXATTR, FSETXATTR, REMOVEXATTR, FREMOVEXATTR ->
                        op.applyTo(this, frame);
                default -> next(frame, op);
            };
        }
        return switch (op) {
            case Fop.Writev w -> changing(frame, op, w.fd());
            case Fop.Ftruncate t -> changing(frame, op, t.fd());
            case Fop.Fallocate a -> changing(frame, op, a.fd());
            case Fop.Discard d -> changing(frame, op, d.fd());
            case Fop.Zerofill z -> changing(frame, op, z.fd());
            case Fop.Truncate t -> changing(frame, op, t.inode());
            case Fop.Stat s -> reading(frame, op);
            case Fop.Fstat s -> reading(frame, op);
            case Fop.Readv r -> reading(frame, op);
            default -> op.applyTo(this, frame);
        };
    }

    private static boolean isFile(Inode inode) {
        return inode.type() == FileType.REGULAR;
    }

    /** What is known of a file, from the disk when it was not looked up while this was on. */
    private ObjectState state(Inode inode) throws FopException {
        var state = states.get(inode);
        if (state != null) {
            return state;
        }
        var version = read(inode, Formats.VERSION);
        boolean bad = read(inode, Formats.BAD) != null;
        long number = version == null ? Formats.FIRST : Formats.versionOf(version);
        return states.getOrCreate(inode, () -> new ObjectState(number, bad));
    }

    /** An xattr of a file, null when it has none. */
    private byte[] read(Inode inode, String name) throws FopException {
        try {
            var op = new Fop.Getxattr(Loc.of(inode), name, Xdata.NULL);
            return next(Frame.of(Caller.ROOT), op).dict().bytes(name).orElse(null);
        } catch (FopException e) {
            if (e.errno() == Errno.ENODATA) {
                return null;
            }
            throw e;
        }
    }

    private <R extends Reply> R reading(Frame frame, Fop<R> op) throws FopException {
        refuseBad(op.inode());
        return next(frame, op);
    }

    private void refuseBad(Inode inode) throws FopException {
        if (isFile(inode) && state(inode).isBad()) {
            throw new FopException(Errno.EIO, "the file is damaged");
        }
    }

    private <R extends Reply> R changing(Frame frame, Fop<R> op, Fd fd) throws FopException {
        return fd.isAnonymous() ? changing(frame, op, fd.inode()) : changed(frame, op, fd);
    }

    /** A change without an open file is opened and closed by itself. */
    private <R extends Reply> R changing(Frame frame, Fop<R> op, Inode inode) throws FopException {
        var state = state(inode);
        state.opened();
        try (var fd = Fd.anonymous(inode, 2)) {
            return changed(frame, op, fd);
        } finally {
            state.released();
        }
    }

    private <R extends Reply> R changed(Frame frame, Fop<R> op, Fd fd) throws FopException {
        refuseBad(fd.inode());
        var state = state(fd.inode());
        if (state.needsVersion()) {
            begin(frame, state, fd);
        }
        R reply = next(frame, op);
        state.modified();
        return reply;
    }

    /** Writes the next version, unless somebody else just did; the change comes after it. */
    private void begin(Frame frame, ObjectState state, Fd fd) throws FopException {
        state.bumping.lock();
        try {
            if (state.needsVersion()) {
                long next = state.version() + 1;
                var dict = Xdata.EMPTY.withBytes(Formats.VERSION, Formats.version(next, started));
                next(frame.as(Caller.ROOT), new Fop.Fsetxattr(fd, dict, 0, INTERNAL));
                state.began(next);
            }
        } finally {
            state.bumping.unlock();
        }
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        refuseBad(op.inode());
        if (!isFile(op.inode())) {
            return next(frame, op);
        }
        boolean truncates = (op.flags() & O_TRUNC) != 0;
        boolean writes = truncates || (op.flags() & O_ACCMODE) != 0;
        if (!writes || frame.caller().pid() == Caller.PID_SCRUB) {
            return next(frame, op);
        }
        var state = state(op.inode());
        state.opened();
        boolean open = false;
        try {
            var reply = truncates ? changing(frame, op, op.inode()) : next(frame, op);
            writers.set(op.fd(), Writer.WRITES);
            open = true;
            return reply;
        } finally {
            if (!open) {
                state.released();
            }
        }
    }

    private void released(Inode inode) {
        var state = states.get(inode);
        if (state != null) {
            state.released();
        }
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        var reply = next(frame, op);
        boolean isNew = op.xdata().gfid("gfid-req").map(reply.iatt().gfid()::equals).orElse(false);
        var inode = op.fd().inode();
        if (isNew && inode.isBlank()) {
            states.getOrCreate(inode, () -> new ObjectState(Formats.FIRST, false)).opened();
            writers.set(op.fd(), Writer.WRITES);
        }
        return reply;
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        var known = op.loc().inode();
        boolean mayBeFile = isFile(known) || known.isBlank();
        boolean asks = mayBeFile && states.get(known) == null;
        var reply = next(frame, asks ? op.withXdata(withKeys(op.xdata())) : op);
        if (reply.iatt().type() != FileType.REGULAR) {
            return asks ? reply.withXdata(without(reply.xdata(), op.xdata())) : reply;
        }
        ObjectState state = states.get(known);
        if (state == null) {
            var xdata = reply.xdata();
            long version =
                    xdata.bytes(Formats.VERSION).map(Formats::versionOf).orElse(Formats.FIRST);
            boolean bad = xdata.contains(Formats.BAD);
            state = states.getOrCreate(known, () -> new ObjectState(version, bad));
        }
        var shown = without(reply.xdata(), Xdata.NULL);
        return reply.withXdata(
                state.isBad() ? shown.without(CONTENT).withInt(BAD_INODE, 1) : shown);
    }

    private static Xdata withKeys(Xdata request) {
        return request.withUint(Formats.VERSION, 0)
                .withUint(Formats.SIGNATURE, 0)
                .withUint(Formats.BAD, 0);
    }

    private static Xdata without(Xdata xdata, Xdata unlessIn) {
        var rest = xdata;
        for (var key : KEPT) {
            if (rest.contains(key) && !unlessIn.contains(key)) {
                rest = rest.without(key);
            }
        }
        return rest;
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        var reply = next(frame, op);
        var inode = op.inode();
        var state = states.get(inode);
        if (state != null && state.isBad()) {
            quarantine(options).remove(inode.gfid());
        }
        return reply;
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        if (isOurs(op.dict())) {
            throw new FopException(Errno.EINVAL);
        }
        return next(frame, op);
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        if (KEPT.contains(op.name())) {
            throw new FopException(Errno.EINVAL);
        }
        return next(frame, op);
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        if (KEPT.contains(op.name())) {
            throw new FopException(Errno.EINVAL);
        }
        return next(frame, op);
    }

    private static boolean isOurs(Xdata dict) {
        for (var key : SETTABLE) {
            if (dict.contains(key)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        var dict = op.dict();
        if (!isOurs(dict)) {
            return next(frame, op);
        }
        int pid = frame.caller().pid();
        if (pid != Caller.PID_BITD && pid != Caller.PID_SCRUB) {
            throw new FopException(Errno.EINVAL);
        }
        if (!options.on() || !isFile(op.inode())) {
            return next(frame, op);
        }
        if (dict.contains(Formats.SIGN) && pid == Caller.PID_BITD) {
            return sign(frame, op);
        }
        if (dict.contains(Formats.REOPEN)) {
            return reopen(frame, op);
        }
        if (dict.contains(Formats.BAD) && pid == Caller.PID_SCRUB) {
            var reply = next(frame, op);
            state(op.inode()).damaged();
            quarantine(options).add(op.inode().gfid());
            LOG.say(BitrotMessage.DAMAGED, name(), op.inode().gfid());
            return reply;
        }
        throw new FopException(Errno.EINVAL);
    }

    /** A signature of an older version is thanked for and forgotten. */
    private Reply.Ok sign(Frame frame, Fop.Fsetxattr op) throws FopException {
        var asked = op.dict().bytes(Formats.SIGN).flatMap(Formats::signing);
        long version = state(op.inode()).version();
        if (asked.isEmpty() || version < asked.get().version()) {
            throw new FopException(Errno.EINVAL);
        }
        if (version > asked.get().version()) {
            return Reply.Ok.PLAIN;
        }
        var dict = Xdata.EMPTY.withBytes(Formats.SIGNATURE, asked.get().onDisk());
        var reply = next(frame, new Fop.Fsetxattr(op.fd(), dict, 0, op.xdata()));
        next(frame, new Fop.Fsync(op.fd(), false, Xdata.NULL));
        return reply;
    }

    private Reply.Ok reopen(Frame frame, Fop.Fsetxattr op) throws FopException {
        var state = state(op.inode());
        if (op.dict().number(Formats.REOPEN, RESIGN) == RESIGN) {
            state.resigned();
        } else {
            state.reopened();
            if (state.needsVersion()) {
                begin(frame, state, op.fd());
                state.modified();
            }
        }
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        var answer = answer(frame, op.name(), op.inode());
        return answer == null ? shown(op.name(), next(frame, op)) : answer;
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        var answer = answer(frame, op.name(), op.inode());
        return answer == null ? shown(op.name(), next(frame, op)) : answer;
    }

    /** Who lists all xattrs does not get ours. */
    private static Reply.Xattrs shown(String name, Reply.Xattrs reply) {
        var rest = name.isEmpty() ? without(reply.dict(), Xdata.NULL) : reply.dict();
        return rest == reply.dict() ? reply : new Reply.Xattrs(rest, reply.xdata());
    }

    /** The answer to what is asked by a name of ours; null for other names. */
    private Reply.Xattrs answer(Frame frame, String name, Inode inode) throws FopException {
        if (name.startsWith(Formats.VERSION) || name.startsWith(Formats.SIGNATURE)) {
            throw new FopException(Errno.EINVAL);
        }
        if (!options.on()) {
            return null;
        }
        if (name.equals(Formats.STARTED) && inode.isRoot()) {
            return dict(name, Formats.start(started, Quarantine.bytes(options.export())));
        }
        if (name.equals(NODE_UUID)) {
            refuseBad(inode);
        }
        return name.equals(Formats.SIGNED) && isFile(inode)
                ? dict(name, signature(frame, inode))
                : null;
    }

    private static Reply.Xattrs dict(String name, byte[] value) {
        return new Reply.Xattrs(Xdata.EMPTY.withBytes(name, value), Xdata.NULL);
    }

    private byte[] signature(Frame frame, Inode inode) throws FopException {
        refuseBad(inode);
        var version = read(inode, Formats.VERSION);
        var signature = read(inode, Formats.SIGNATURE);
        if (signature == null) {
            throw new FopException(Errno.ENODATA);
        }
        if (version == null || !Formats.isVersion(version) || !Formats.isSignature(signature)) {
            throw new FopException(Errno.EINVAL);
        }
        boolean other = Formats.versionOf(version) != Formats.signedVersion(signature);
        boolean scrubs = frame.caller().pid() == Caller.PID_SCRUB;
        return Formats.answer(version, signature, other && (scrubs || state(inode).isIdle()));
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.features.bitrot-stub." + name()).put("active", options.on());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/bitrot-stub", Options.class, BitrotStub::new);
        }
    }
}
