package org.glusterj.features.locks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Cancel;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Log;
import org.glusterj.core.MustWait;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Locks between the clients of a brick: LK (fcntl and flock), INODELK and ENTRYLK with their fd forms, answered here
 * and
 * never passed on. Type: {@code features/locks}. Runs on the caller's thread; a lock that has to wait parks it until it
 * is granted, the frame's deadline passes (ETIMEDOUT), the frame is cancelled (EINTR) or the client goes (ENOTCONN). A
 * waiter that gave up never holds its lock afterwards. Options are replaced as a whole; everything else is guarded as
 * {@link InodeLocks} says.
 *
 * <p>What would have to wait and is no blocking lock throws {@link MustWait} where the frame may not wait. Fencing
 * ({@code enforce-mandatory-lock}) is not written; the option refuses the graph.
 */
final class Locks extends Xlator {
    record Options(
            @Option(
                            key = "mandatory-locking",
                            def = "off",
                            settable = true,
                            opVersion = 30_800,
                            help = "Let locks bind reads and writes; only off is available.")
                    MandatoryLocks.Mode mandatoryLocking,
            @Option(
                            key = "enforce-mandatory-lock",
                            def = "off",
                            settable = true,
                            opVersion = 60_000,
                            help = "Let clients ask for mandatory locks; only off is available.")
                    boolean enforceMandatoryLock,
            @Option(
                            key = "revocation-secs",
                            def = "0",
                            min = 0,
                            settable = true,
                            opVersion = 30_900,
                            help =
                                    "Take internal locks older than this away when somebody wants them; 0 = never.")
                    int revocationSecs,
            @Option(
                            key = "revocation-max-blocked",
                            def = "0",
                            min = 0,
                            settable = true,
                            opVersion = 30_900,
                            help =
                                    "Take them away too when as many wait, if revocation-secs is set; 0 = never.")
                    int revocationMaxBlocked,
            @Option(
                            key = "revocation-clear-all",
                            def = "off",
                            settable = true,
                            opVersion = 30_900,
                            help = "Let revocation refuse those that wait too.")
                    boolean revocationClearAll,
            @Option(
                            key = "monkey-unlocking",
                            def = "off",
                            settable = true,
                            opVersion = 30_900,
                            help = "Lose unlocks at random for testing; only off is available.")
                    boolean monkeyUnlocking,
            @Option(
                            key = "notify-contention",
                            def = "on",
                            settable = true,
                            opVersion = 40_000,
                            help = "Tell the holder of an internal lock that others wait for it.")
                    boolean notifyContention,
            @Option(
                            key = "notify-contention-delay",
                            def = "5",
                            min = 0,
                            max = 60,
                            settable = true,
                            opVersion = 40_000,
                            help = "Seconds between two such notices about one lock.")
                    Duration notifyContentionDelay) {}

    private static final Log LOG = Log.of(Locks.class);

    /** The entrylk commands. */
    private static final int ENTRY_LOCK = 0;

    private static final int ENTRY_UNLOCK = 1;
    private static final int ENTRY_LOCK_NO_WAIT = 2;

    /** Most inodes a statedump lists. */
    private static final int MAX_DUMPED = 10_000;

    private final Slot<InodeLocks> inodes;
    private final Slot<InodeLocks> fds;
    private final Clients clients = new Clients();
    private final MandatoryLocks mandatory;
    private final XattrCommands commands;
    private volatile Options options;

    Locks(XlatorContext context, Options options) throws GraphException {
        super(context);
        inodes = context.inodeSlot(InodeLocks.class);
        fds = context.fdSlot(InodeLocks.class, (fd, locks) -> locks.dropFd(fd.id()));
        mandatory = new MandatoryLocks(context, inodes, clients);
        commands = new XattrCommands(context, inodes, fds, clients);
        this.options = available(options);
    }

    private Options available(Options wanted) throws GraphException {
        if (wanted.enforceMandatoryLock()) {
            throw new GraphException(name() + ": fencing is not written yet; leave it off");
        }
        if (wanted.monkeyUnlocking()) {
            throw new GraphException(name() + ": losing unlocks is not written; leave it off");
        }
        return wanted;
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = available(values.as(Options.class));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        R reply = op.applyTo(this, frame);
        return LockCounts.asked(op.xdata())
                ? (R) LockCounts.counted(op, reply, locksOf(op, reply), inodes::get)
                : reply;
    }

    /** The inode of a first lookup is still blank; its locks are found by the gfid in the reply. */
    private InodeLocks locksOf(Fop<?> op, Reply reply) {
        var inode = op.inode();
        if (inode == null || !inode.isBlank() || !(reply instanceof Reply.Lookup found)) {
            return inode == null ? null : inodes.get(inode);
        }
        var known = context().graph().inodes().findPinned(found.iatt().gfid());
        if (known == null) {
            return null;
        }
        try {
            return inodes.get(known);
        } finally {
            known.unpin();
        }
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) throws FopException {
        var locks = inodes.get(op.fd().inode());
        if (locks != null) {
            if (locks.isMigrated()) {
                throw new FopException(Errno.EREMOTE);
            }
            if (frame.caller().lkOwner().length() == 0) {
                locks.dropFd(op.fd().id());
            } else {
                locks.dropOwner(owner(frame));
            }
        }
        return next(frame, op);
    }

    @Override
    public Reply.Lk lk(Frame frame, Fop.Lk op) throws FopException {
        var asked = op.flock();
        var range = Range.of(asked);
        var fd = op.fd();
        var lock =
                new PosixLock(
                        owner(frame),
                        knownType(asked.type()),
                        range.start(),
                        range.end(),
                        frame.caller().pid(),
                        traits(op),
                        fd.isAnonymous() ? 0 : fd.id(),
                        environment().epochNanos(),
                        0);
        return switch (op.cmd()) {
            case Flock.GETLK -> testPosix(fd, lock, asked);
            case Flock.SETLK -> setPosix(frame, fd, lock, asked, false);
            case Flock.SETLKW -> setPosix(frame, fd, lock, asked, true);
            case 3, 4, 5, 6 -> throw new FopException(Errno.EOPNOTSUPP);
            default -> throw new FopException(Errno.EINVAL);
        };
    }

    private static PosixLock.Traits traits(Fop.Lk op) {
        var xdata = op.xdata();
        var kind =
                switch ((int) xdata.number(Flock.KIND_KEY, 0)) {
                    case Flock.KIND_FCNTL -> PosixLock.Kind.FCNTL;
                    case Flock.KIND_FLOCK -> PosixLock.Kind.FLOCK;
                    default -> PosixLock.Kind.UNKNOWN;
                };
        boolean mandatory = (xdata.number(Flock.MODE_KEY, 0) & Flock.MODE_MANDATORY) != 0;
        return new PosixLock.Traits(op.flock().pid(), mandatory, kind);
    }

    private Reply.Lk testPosix(Fd fd, PosixLock lock, Flock asked) throws FopException {
        if (lock.type() == Flock.UNLOCK) {
            throw new FopException(Errno.EINVAL);
        }
        var locks = inodes.get(fd.inode());
        var conflict = locks == null ? null : locks.posixConflict(lock);
        return new Reply.Lk(
                conflict == null
                        ? new Flock(
                                Flock.UNLOCK,
                                asked.whence(),
                                asked.start(),
                                asked.len(),
                                asked.pid(),
                                asked.owner())
                        : conflict.toFlock(),
                Xdata.NULL);
    }

    private Reply.Lk setPosix(Frame frame, Fd fd, PosixLock lock, Flock asked, boolean mayWait)
            throws FopException {
        boolean unlocks = lock.type() == Flock.UNLOCK;
        var locks = unlocks ? inodes.get(fd.inode()) : locksFor(fd.inode());
        if (locks == null) {
            return new Reply.Lk(asked, Xdata.NULL);
        }
        if (!unlocks && !fd.isAnonymous() && fds.get(fd) != locks) {
            fds.set(fd, locks);
        }
        boolean mayPark = mayWait || frame.cancel() != Cancel.NO_WAITING;
        var waiter = locks.setPosix(lock, asked, mayWait, mayPark, frame.unique());
        if (waiter == null) {
            return new Reply.Lk(asked, Xdata.NULL);
        }
        try {
            return waiter.await(environment(), frame);
        } catch (FopException why) {
            locks.abandonPosix(waiter);
            throw why;
        }
    }

    @Override
    public Reply.Ok inodelk(Frame frame, Fop.Inodelk op) throws FopException {
        return lockRange(frame, op.loc().inode(), op.volume(), op.cmd(), op.flock());
    }

    @Override
    public Reply.Ok finodelk(Frame frame, Fop.Finodelk op) throws FopException {
        return lockRange(frame, op.fd().inode(), op.volume(), op.cmd(), op.flock());
    }

    private Reply.Ok lockRange(Frame frame, Inode inode, String asked, int cmd, Flock flock)
            throws FopException {
        var domain = RangeLock.domain(asked, flock);
        if (cmd == Flock.GETLK) {
            throw new FopException(Errno.EOPNOTSUPP);
        }
        if (cmd != Flock.SETLK && cmd != Flock.SETLKW) {
            throw new FopException(Errno.EINVAL);
        }
        int type = knownType(flock.type());
        var locks = locksFor(inode);
        var lock =
                new RangeLock(
                        owner(frame),
                        flock,
                        Range.of(flock),
                        frame.caller().pid(),
                        environment().epochNanos());
        if (type == Flock.UNLOCK) {
            locks.unlockRange(domain, lock);
            return Reply.Ok.PLAIN;
        }
        var revocation = revocation();
        if (revocation != null) {
            revoked(inode, domain, locks.revokeRanges(domain, lock, revocation));
        }
        var contention = contention();
        try {
            if (locks.lockRange(domain, lock, cmd == Flock.SETLKW, contention)) {
                return Reply.Ok.PLAIN;
            }
        } finally {
            contention.upcalls().forEach(context()::forward);
        }
        try {
            return lock.grant().await(environment(), frame);
        } catch (FopException why) {
            locks.abandonRange(domain, lock);
            throw why;
        }
    }

    @Override
    public Reply.Ok entrylk(Frame frame, Fop.Entrylk op) throws FopException {
        var lock = nameLock(frame, op.basename(), op.wholeDirectory(), op.lockType());
        return lockName(frame, op.loc().inode(), op.volume(), op.cmd(), lock);
    }

    @Override
    public Reply.Ok fentrylk(Frame frame, Fop.Fentrylk op) throws FopException {
        var lock = nameLock(frame, op.basename(), op.wholeDirectory(), op.lockType());
        return lockName(frame, op.fd().inode(), op.volume(), op.cmd(), lock);
    }

    private NameLock nameLock(Frame frame, String name, boolean whole, int type)
            throws FopException {
        if (type != NameLock.READ && type != NameLock.WRITE) {
            throw new FopException(Errno.EINVAL);
        }
        return new NameLock(
                owner(frame), name, whole, type, frame.caller().pid(), environment().epochNanos());
    }

    private Reply.Ok lockName(Frame frame, Inode inode, String domain, int cmd, NameLock lock)
            throws FopException {
        var locks = locksFor(inode);
        if (cmd == ENTRY_UNLOCK) {
            locks.unlockName(domain, lock);
            return Reply.Ok.PLAIN;
        }
        if (cmd != ENTRY_LOCK && cmd != ENTRY_LOCK_NO_WAIT) {
            throw new FopException(Errno.EINVAL);
        }
        var revocation = revocation();
        if (revocation != null) {
            revoked(inode, domain, locks.revokeNames(domain, lock, revocation));
        }
        var contention = contention();
        try {
            if (locks.lockName(domain, lock, cmd == ENTRY_LOCK, contention)) {
                return Reply.Ok.PLAIN;
            }
        } finally {
            contention.upcalls().forEach(context()::forward);
        }
        try {
            return lock.grant().await(environment(), frame);
        } catch (FopException why) {
            locks.abandonName(domain, lock);
            throw why;
        }
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        var answer = commands.get(frame, op.loc().inode(), null, op.name());
        return answer == null ? next(frame, op) : answer;
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        var answer = commands.get(frame, op.fd().inode(), op.fd(), op.name());
        return answer == null ? next(frame, op) : answer;
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        if (!XattrCommands.isMigration(op.dict())) {
            return next(frame, op);
        }
        commands.migrate(frame, locksFor(op.loc().inode()), op.dict());
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        var info = op.dict().bytes(LockInfo.KEY);
        if (info.isEmpty()) {
            return next(frame, op);
        }
        commands.setLockInfo(frame, op.fd(), info.get());
        var rest = op.dict().without(LockInfo.KEY);
        return rest.isEmpty()
                ? Reply.Ok.PLAIN
                : next(frame, new Fop.Fsetxattr(op.fd(), rest, op.flags(), op.xdata()));
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        var mode = options.mandatoryLocking();
        mandatory.pass(mode, frame, op.fd(), Flock.READ, op.offset(), op.sizeBytes());
        return next(frame, op);
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        var mode = options.mandatoryLocking();
        mandatory.pass(mode, frame, op.fd(), Flock.WRITE, op.offset(), op.data().size());
        return next(frame, op);
    }

    @Override
    public Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException {
        var mode = options.mandatoryLocking();
        mandatory.pass(mode, frame, op.fd(), Flock.WRITE, op.offset(), op.lengthBytes());
        return next(frame, op);
    }

    @Override
    public Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        var mode = options.mandatoryLocking();
        mandatory.pass(mode, frame, op.fd(), Flock.WRITE, op.offset(), op.lengthBytes());
        return next(frame, op);
    }

    @Override
    public Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op)
            throws FopException {
        var mode = options.mandatoryLocking();
        mandatory.pass(mode, frame, op.fdIn(), Flock.READ, op.offsetIn(), op.lengthBytes());
        mandatory.pass(mode, frame, op.fdOut(), Flock.WRITE, op.offsetOut(), op.lengthBytes());
        return next(frame, op);
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        var mode = options.mandatoryLocking();
        mandatory.pass(mode, frame, op.fd(), Flock.WRITE, op.offset(), -1);
        return next(frame, op);
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        var mode = options.mandatoryLocking();
        mandatory.passTruncation(mode, frame, op.loc().inode(), op.offset());
        return next(frame, op);
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        mandatory.passOpen(options.mandatoryLocking(), op);
        return next(frame, op);
    }

    @Override
    public Reply.ActiveLocks getactivelk(Frame frame, Fop.Getactivelk op) throws FopException {
        var locks = inodes.get(op.loc().inode());
        return new Reply.ActiveLocks(locks == null ? List.of() : locks.active(), Xdata.NULL);
    }

    /** Installs what {@link #getactivelk} told on the brick a file comes from; owners are connections by name. */
    @Override
    public Reply.Ok setactivelk(Frame frame, Fop.Setactivelk op) throws FopException {
        if (!frame.caller().isInternal()) {
            throw new FopException(Errno.EPERM);
        }
        if (op.locks().isEmpty()) {
            throw new FopException(Errno.EINVAL);
        }
        var list = new ArrayList<PosixLock>(op.locks().size());
        for (var each : op.locks()) {
            var flock = each.flock();
            var range = Range.of(flock);
            boolean binds = (each.flags() & Flock.MODE_MANDATORY) != 0;
            list.add(
                    new PosixLock(
                            new Owner(clients.named(each.clientUid()), flock.owner()),
                            knownType(flock.type()),
                            range.start(),
                            range.end(),
                            flock.pid(),
                            new PosixLock.Traits(flock.pid(), binds, PosixLock.Kind.UNKNOWN),
                            0,
                            environment().epochNanos(),
                            0));
        }
        locksFor(op.loc().inode()).install(list);
        return Reply.Ok.PLAIN;
    }

    @Override
    public void notify(Event event) {
        if (event instanceof Event.ClientGone(var client)) {
            clients.gone(client);
        }
        super.notify(event);
    }

    private Owner owner(Frame frame) {
        var caller = frame.caller();
        return new Owner(clients.of(caller.client()), caller.effectiveOwner());
    }

    private InodeLocks locksFor(Inode inode) throws FopException {
        if (inode.isBlank()) {
            throw new FopException(Errno.EINVAL, "locked an inode nobody looked up");
        }
        var locks = inodes.get(inode);
        return locks != null
                ? locks
                : inodes.getOrCreate(inode, () -> new InodeLocks(inode, environment()::epochNanos));
    }

    /** Null when locks stay with their holders. */
    private Revocation revocation() {
        var now = options;
        return now.revocationSecs() == 0
                ? null
                : new Revocation(
                        now.revocationSecs(), now.revocationMaxBlocked(), now.revocationClearAll());
    }

    private void revoked(Inode inode, String domain, ClearLocks.Cleared cleared) {
        if (cleared != ClearLocks.Cleared.NOTHING) {
            LOG.say(
                    LocksMessage.REVOKED,
                    name(),
                    inode.gfid(),
                    domain,
                    cleared.granted(),
                    cleared.blocked());
        }
    }

    private Contention contention() {
        var now = options;
        return new Contention(
                now.notifyContention(),
                environment().nanoTime(),
                now.notifyContentionDelay().toNanos());
    }

    private static int knownType(int type) throws FopException {
        if (type != Flock.READ && type != Flock.WRITE && type != Flock.UNLOCK) {
            throw new FopException(Errno.EINVAL);
        }
        return type;
    }

    @Override
    public void dump(Dump out) {
        int dumped = 0;
        for (var inode : clients.inodes()) {
            if (dumped++ == MAX_DUMPED) {
                break;
            }
            LockDump.write(out, name(), inode);
        }
        out.section("xlator.features.locks." + name() + ".priv")
                .put("clients", clients.known())
                .put("locks", clients.locks());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/locks", Options.class, Locks::new);
        }
    }
}
