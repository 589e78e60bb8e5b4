package org.glusterj.performance.writebehind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.DataSize;
import org.glusterj.core.Deadline;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Dump;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Log;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Answers WRITE before the brick has it, and puts small adjacent ones together. Type: {@code
 * performance/write-behind}. What may overtake what is in {@link Ledger}; a write that fails afterwards is told by
 * {@link Failures}, and its content is written again only where there was no connection. Replies to early answers have
 * no attributes, and attributes that go up are never older than what was answered: fops wait, listings leave them out.
 *
 * <p>Not answered early: writes with O_SYNC or O_DSYNC (and O_DIRECT, if that is strict), those at the end of a file
 * opened with O_APPEND, which must not be done twice, those that ask for something in xdata or find no connection, and
 * those of callers other than root unless a reply showed within a second that the file has no set-uid or set-gid that
 * their writing would clear: the front needs the reply's mode for that. FLUSH waits for the writes, and for its
 * own reply, as it may give locks back: stock sends it in the background.
 *
 * <p>Runs on the caller's thread; early writes are started from there, or from where the outcome of another arrives,
 * without a thread of their own as far as the translators below know how to start them. Owns a reference to the content
 * of each until it is done, {@link Room#MAX_BYTES} in all. Options are replaced as a whole.
 */
final class WriteBehind extends Xlator {
    record Options(
            @Option(
                            key = "cache-size",
                            def = "1MB",
                            min = 512 << 10,
                            max = 1 << 30,
                            settable = true,
                            help = "Bytes of a file that may be answered and not written.")
                    DataSize cacheSize,
            @Option(
                            key = "aggregate-size",
                            def = "128KB",
                            settable = true,
                            opVersion = 40_100,
                            help = "Bytes up to which adjacent writes are put together.")
                    DataSize aggregateSize,
            @Option(
                            key = "trickling-writes",
                            def = "on",
                            settable = true,
                            opVersion = 31_301,
                            help = "Send what there is as long as nothing is under way.")
                    boolean tricklingWrites,
            @Option(
                            key = "strict-O_DIRECT",
                            def = "off",
                            settable = true,
                            help = "Answer writes with O_DIRECT when they are done.")
                    boolean strictODirect,
            @Option(
                            key = "strict-write-ordering",
                            def = "off",
                            settable = true,
                            help = "Let no write of a file overtake another.")
                    boolean strictWriteOrdering,
            @Option(
                            key = "pass-through",
                            def = "off",
                            settable = true,
                            opVersion = 90_000,
                            help = "Answer every write when it is done.")
                    boolean passThrough) {}

    private static final int O_TRUNC = 01000;
    private static final int O_SYNC_BITS = 04010000;
    private static final int O_DIRECT = 040000;
    private static final int LOOKUPS_MAX = 3;
    private static final long PLAIN_FOR_NANOS = 1_000_000_000;
    private static final Log LOG = Log.of(WriteBehind.class);

    private final Slot<Ledger> ledgers;
    private final Slot<Writer> writers;
    private final Room room = new Room();

    /** Files with writes to be sent again; bound: those with room. */
    private final Set<Ledger> broken = ConcurrentHashMap.newKeySet();

    private volatile Options options;

    WriteBehind(XlatorContext context, Options options) throws GraphException {
        super(context);
        requireFit(context.name(), options);
        this.options = options;
        ledgers = context.inodeSlot(Ledger.class, (inode, ledger) -> ledger.dropped());
        writers = context.fdSlot(Writer.class, WriteBehind::released);
    }

    private static void requireFit(String name, Options options) throws GraphException {
        if (options.aggregateSize().bytes() > options.cacheSize().bytes()) {
            throw new GraphException(name + ": aggregate-size must not be above cache-size");
        }
    }

    private static void released(Fd fd, Writer writer) {
        if (writer.failed != null) {
            LOG.say(WriteBehindMessage.NOBODY_TOLD, fd.gfid(), writer.failed);
        }
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var changed = values.as(Options.class);
        requireFit(name(), changed);
        options = changed;
    }

    Options options() {
        return options;
    }

    Environment clock() {
        return environment();
    }

    Room room() {
        return room;
    }

    boolean isChildUp() {
        return child().isUp();
    }

    void hasBroken(Ledger ledger) {
        broken.add(ledger);
    }

    /**
     * Starts a write whose turn it is. A bug does not reach the caller, who may have nothing to do with this write and
     * has others to send.
     */
    void send(Write write) {
        try {
            child().start(write.frame(), write.op(), write);
        } catch (RuntimeException | Error bug) {
            LOG.say(WriteBehindMessage.START_BUG, bug, name());
            write.ledger.failed(write, new FopException(Errno.EIO, bug.toString()));
        }
    }

    /** As {@link #send}, where a thread may have to wait for its way down. */
    void sendPatiently(Write write) {
        environment().spawn("write-behind", () -> carryOut(write));
    }

    private void carryOut(Write write) {
        Reply.Writev reply;
        try {
            reply = next(write.frame(), write.op());
        } catch (FopException why) {
            write.failed(why);
            return;
        } catch (RuntimeException | Error bug) {
            write.failed(new FopException(Errno.EIO, bug.toString()));
            throw bug;
        }
        write.ok(reply);
    }

    /** Sends a write on its caller's thread. */
    Reply.Writev sendNow(Frame frame, Fop.Writev op) throws FopException {
        return next(frame, op);
    }

    @Override
    public void notify(Event event) {
        if (event instanceof Event.ChildUp) {
            // Before anybody hears of it, whose calls would be refused as long as these wait.
            for (var ledger : broken) {
                broken.remove(ledger);
                ledger.sendBroken();
            }
        }
        super.notify(event);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        switch (op) {
            case Fop.Writev w -> {}
            case Fop.Readv w -> {}
            case Fop.Lookup l -> {}
            case Fop.Readdirp r -> {}
            case Fop.Access a -> {}
            case Fop.Open open when (open.flags() & O_TRUNC) == 0 -> {}
            case Fop.CopyFileRange copy -> {
                await(frame, copy.fdIn().inode());
                await(frame, copy.fdOut().inode());
            }
            default -> await(frame, op.inode());
        }
        return op.applyTo(this, frame);
    }

    private void await(Frame frame, Inode inode) throws FopException {
        var ledger = inode == null ? null : ledgers.get(inode);
        if (ledger != null && !ledger.isIdle()) {
            ledger.awaitAll(frame);
        }
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        var now = options;
        var inode = op.fd().inode();
        var ledger = ledgers.get(inode);
        if (ledger == null) {
            if (now.passThrough()) {
                return next(frame, op);
            }
            ledger = ledgers.getOrCreate(inode, () -> new Ledger(this, inode));
        }
        var writer = writerOf(ledger, op.fd());
        throwIfAny(ledger.tell(writer));
        return mayBeEarly(frame, op, ledger, now)
                ? ledger.write(frame, op, writer, now)
                : ledger.writeThrough(frame, op, writer, now);
    }

    private Writer writerOf(Ledger ledger, Fd fd) {
        var writer = writers.get(fd);
        return writer == null ? writers.getOrCreate(fd, ledger::newWriter) : writer;
    }

    private boolean mayBeEarly(Frame frame, Fop.Writev op, Ledger ledger, Options now) {
        int late = now.strictODirect() ? O_SYNC_BITS | O_DIRECT : O_SYNC_BITS;
        boolean sync = ((op.fd().flags() | op.flags()) & late) != 0;
        if (sync || Write.isAppend(op) || now.passThrough() || !op.xdata().isEmpty()) {
            return false;
        }
        if (!child().isUp()) {
            return false;
        }
        if (frame.caller().isRoot()) {
            return true;
        }
        long plainAt = ledger.plainAt();
        return plainAt != 0 && environment().nanoTime() - plainAt < PLAIN_FOR_NANOS;
    }

    private static void throwIfAny(Errno untold) throws FopException {
        if (untold != null) {
            throw new FopException(untold, "a write failed that had been answered");
        }
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        var ledger = ledgers.get(op.fd().inode());
        if (ledger != null && !ledger.isIdle()) {
            ledger.awaitRead(frame, op.offset(), op.sizeBytes());
        }
        return next(frame, op);
    }

    /** Gives locks back even where there is a failure to tell. */
    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) throws FopException {
        var reply = next(frame, op);
        var ledger = ledgers.get(op.fd().inode());
        if (ledger != null) {
            throwIfAny(ledger.tell(writers.get(op.fd())));
        }
        return reply;
    }

    @Override
    public Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException {
        var ledger = ledgers.get(op.fd().inode());
        if (ledger != null) {
            throwIfAny(ledger.tellSync(writers.get(op.fd())));
        }
        return next(frame, op);
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        return resized(frame, op);
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        return resized(frame, op);
    }

    private <R extends Reply> R resized(Frame frame, Fop<R> op) throws FopException {
        forgetSize(op.inode());
        try {
            return next(frame, op);
        } finally {
            forgetSize(op.inode());
        }
    }

    private void forgetSize(Inode inode) {
        var ledger = ledgers.get(inode);
        if (ledger != null) {
            ledger.forgetSize();
        }
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        return (op.flags() & O_TRUNC) == 0 ? next(frame, op) : resized(frame, op);
    }

    @Override
    public Reply.PrePost setattr(Frame frame, Fop.Setattr op) throws FopException {
        return withOtherMode(frame, op);
    }

    @Override
    public Reply.PrePost fsetattr(Frame frame, Fop.Fsetattr op) throws FopException {
        return withOtherMode(frame, op);
    }

    private <R extends Reply> R withOtherMode(Frame frame, Fop<R> op) throws FopException {
        var ledger = ledgers.get(op.inode());
        if (ledger == null) {
            return next(frame, op);
        }
        ledger.forgetMode();
        try {
            return next(frame, op);
        } finally {
            ledger.forgetMode();
        }
    }

    /** A name may turn out to be one more of a file that is being written. */
    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        var asked = op.loc().inode();
        if (!asked.isBlank()) {
            await(frame, asked);
            return next(frame, op);
        }
        Reply.Lookup reply = null;
        for (int i = 0; i < LOOKUPS_MAX; i++) {
            long done = room.done();
            boolean quiet = room.used() == 0;
            reply = next(frame, op);
            if (quiet && room.used() == 0 && room.done() == done) {
                return reply;
            }
            var ledger = ledgerOf(reply.iatt());
            if (ledger == null || !ledger.isTouchedSince(done)) {
                return reply;
            }
            ledger.awaitAll(frame);
        }
        return reply;
    }

    private Ledger ledgerOf(Iatt iatt) {
        var inode =
                iatt.gfid().isNull() ? null : context().graph().inodes().findPinned(iatt.gfid());
        if (inode == null) {
            return null;
        }
        try {
            return ledgers.get(inode);
        } finally {
            inode.unpin();
        }
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        long done = room.done();
        boolean quiet = room.used() == 0;
        var reply = next(frame, op);
        if (quiet && room.used() == 0 && room.done() == done) {
            return reply;
        }
        List<DirEntry> shown = new ArrayList<>(reply.entries().size());
        for (var entry : reply.entries()) {
            var ledger = ledgerOf(entry.iatt());
            boolean old = ledger != null && ledger.isTouchedSince(done);
            shown.add(old ? withoutAttributes(entry) : entry);
        }
        return new Reply.Readdir(shown, reply.atEnd(), reply.xdata());
    }

    private static DirEntry withoutAttributes(DirEntry of) {
        return new DirEntry(of.ino(), of.offset(), of.type(), of.name(), Iatt.NONE, of.dict());
    }

    /** No fop is under way, so what is not done was answered. */
    @Override
    public boolean settle(Deadline until) {
        if (room.used() == 0) {
            return true;
        }
        List<Ledger> busy = new ArrayList<>();
        context().graph().inodes().forEach(inode -> addBusy(busy, inode));
        var frame = Frame.internal().until(until);
        try {
            for (var ledger : busy) {
                ledger.awaitAll(frame);
            }
            return true;
        } catch (FopException late) {
            return false;
        }
    }

    private void addBusy(List<Ledger> busy, Inode inode) {
        var ledger = ledgers.get(inode);
        if (ledger != null && !ledger.isIdle()) {
            busy.add(ledger);
        }
    }

    /** What failed and was not told is told on this graph. */
    @Override
    public void takeOver(Xlator xlator) {
        var former = (WriteBehind) xlator;
        var inodes = context().graph().inodes();
        inodes.forEach(inode -> takeOver(former, inode));
        inodes.openFds().forEach(fd -> takeOver(former, fd));
    }

    private void takeOver(WriteBehind former, Inode inode) {
        var before = former.ledgers.get(inode);
        if (before != null && before.isTroubled()) {
            ledgers.getOrCreate(inode, () -> new Ledger(this, inode)).takeOver(before);
        }
    }

    private void takeOver(WriteBehind former, Fd fd) {
        var ledger = ledgers.get(fd.inode());
        var before = former.writers.get(fd);
        if (ledger != null && before != null) {
            writers.set(fd, ledger.takeOver(before));
            // whoever closes the fd now is told here
            former.writers.remove(fd);
        }
    }

    @Override
    public void dump(Dump out) {
        var now = options;
        out.section("xlator.performance.write-behind." + name())
                .put("aggregate_size", now.aggregateSize().bytes())
                .put("window_size", now.cacheSize().bytes())
                .put("trickling_writes", now.tricklingWrites() ? 1 : 0)
                .put("bytes_not_written", room.used())
                .put("writes_done", room.done());
        context().graph().inodes().forEach(inode -> dump(out, inode));
    }

    private void dump(Dump out, Inode inode) {
        var ledger = ledgers.get(inode);
        if (ledger != null && !ledger.isIdle()) {
            out.section("xlator.performance.write-behind." + name() + ".inode")
                    .put("gfid", inode.gfid().toString())
                    .put("window_current", ledger.answeredBytes())
                    .put("writes", ledger.unfinished());
        }
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("performance/write-behind", Options.class, WriteBehind::new);
        }
    }
}
