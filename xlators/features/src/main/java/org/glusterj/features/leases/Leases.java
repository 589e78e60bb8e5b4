package org.glusterj.features.leases;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.ClientId;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.LeaseArgs;
import org.glusterj.core.MustWait;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Grants leases and holds conflicting fops back until they are given back, or revoked {@code
 * lease-lock-recall-timeout} after the recall. Type: {@code features/leases}; commands, conflicts and the key of the
 * lease id as spec wire-protocol 11.5. Runs on the caller's thread; a fop that must wait does so where its front lets
 * it ({@link MustWait}). Options are replaced as a whole; each {@link InodeLeases} guards itself, the map is
 * concurrent.
 *
 * <p>Bound: {@value #BYTES_EACH} bytes for a lease, all within a thirty-second of the heap; beyond it ENOLCK.
 */
final class Leases extends Xlator {
    record Options(
            @Option(
                            key = "leases",
                            def = "off",
                            settable = true,
                            opVersion = 30_800,
                            help = "Let clients take leases on files.")
                    boolean leases,
            @Option(
                            key = "lease-lock-recall-timeout",
                            def = "60",
                            min = 1,
                            max = 86_400,
                            settable = true,
                            opVersion = 30_800,
                            help = "How long after a recall a lease is taken away.")
                    Duration recallTimeout) {}

    private static final String LEASE_ID = "lease-id";
    private static final String INTERNAL_FOP = "glusterfs-internal-fop";
    private static final int GET = 1;
    private static final int SET = 2;
    private static final int UNLOCK = 3;

    private static final int O_ACCMODE = 3;
    private static final int O_TRUNC = 01000;
    private static final int O_NONBLOCK = 04000;

    private static final int BYTES_EACH = 256;

    private final Slot<InodeLeases> slot;
    private final Slot<LeasedFd> fds;

    /** The inodes with leases, each pinned; bounded by {@code total}. */
    private final ConcurrentHashMap<Gfid, Inode> leased = new ConcurrentHashMap<>();

    private final AtomicLong total = new AtomicLong();
    private final long most = Runtime.getRuntime().maxMemory() / 32 / BYTES_EACH;
    private volatile Options options;

    Leases(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        slot = context.inodeSlot(InodeLeases.class);
        fds = context.fdSlot(LeasedFd.class);
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
        if (!options.leases()) {
            leased.values().forEach(this::revoke);
        }
    }

    @Override
    public void notify(Event event) {
        if (event instanceof Event.ClientGone(var client)) {
            leased.values().forEach(inode -> settle(inode, slot.get(inode).drop(client)));
        }
        super.notify(event);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (op instanceof Fop.Lease) {
            return op.applyTo(this, frame);
        }
        if (!options.leases() || isInternal(frame, op)) {
            return next(frame, op);
        }
        switch (op) {
            case Fop.Rename rename -> hold(frame, op, op.inode(), true, true, 0);
            case Fop.Unlink unlink -> hold(frame, op, op.inode(), true, true, 0);
            case Fop.Link link -> hold(frame, op, op.inode(), true, false, 0);
            case Fop.Truncate truncate -> hold(frame, op, op.inode(), true, false, 0);
            case Fop.Setattr setattr -> hold(frame, op, op.inode(), true, false, 0);
            case Fop.Open open -> {
                hold(frame, op, op.inode(), writes(open.flags()), false, open.flags());
                return opened(frame, op, open.fd(), open.flags());
            }
            case Fop.Create create -> {
                boolean empties = (create.flags() & O_TRUNC) != 0;
                hold(frame, op, op.inode(), empties, false, create.flags());
                return opened(frame, op, create.fd(), create.flags());
            }
            case Fop.Readv read -> hold(frame, op, read.fd(), false);
            case Fop.Writev write -> hold(frame, op, write.fd(), true);
            case Fop.Ftruncate truncate -> hold(frame, op, truncate.fd(), true);
            case Fop.Fallocate allocate -> hold(frame, op, allocate.fd(), true);
            case Fop.Discard discard -> hold(frame, op, discard.fd(), true);
            case Fop.Zerofill zerofill -> hold(frame, op, zerofill.fd(), true);
            case Fop.Fsetattr setattr -> hold(frame, op, setattr.fd(), true);
            case Fop.Flush flush -> hold(frame, op, flush.fd(), true);
            case Fop.Fsync fsync -> hold(frame, op, fsync.fd(), true);
            case Fop.CopyFileRange copy -> {
                hold(frame, op, copy.fdIn(), false);
                hold(frame, op, copy.fdOut(), true);
            }
            case Fop.Lk lk -> lock(frame, lk);
            default -> {
                // Conflicts with no lease.
            }
        }
        return next(frame, op);
    }

    private static boolean isInternal(Frame frame, Fop<?> op) {
        return frame.caller().isInternal() || op.xdata().contains(INTERNAL_FOP);
    }

    private static boolean writes(int flags) {
        return (flags & (O_ACCMODE | O_TRUNC)) != 0;
    }

    private static Gfid idOf(Xdata xdata) {
        var id = xdata.bytes(LEASE_ID).orElse(null);
        return id == null || id.length != Gfid.BYTES ? Gfid.NULL : Gfid.of(id, 0);
    }

    /** Fds opened before a lease was asked for count against it, so all are noted while leases are on. */
    private <R extends Reply> R opened(Frame frame, Fop<R> op, Fd fd, int flags)
            throws FopException {
        R reply = next(frame, op);
        var inode = fd.inode();
        if (reply instanceof Reply.Entry entry && inode.isBlank()) {
            inode = context().graph().inodes().obtainPinned(entry.iatt().gfid());
            try {
                note(inode, fd, op, flags);
            } finally {
                inode.unpin();
            }
        } else {
            note(inode, fd, op, flags);
        }
        return reply;
    }

    private void note(Inode inode, Fd fd, Fop<?> op, int flags) {
        var leases = slot.getOrCreate(inode, InodeLeases::new);
        var noted = new LeasedFd(leases, idOf(op.xdata()), writes(flags));
        leases.opened(noted);
        var before = fds.set(fd, noted);
        if (before != null) {
            before.close();
        }
    }

    /** Unlocking conflicts with nothing, and asking neither. */
    private void lock(Frame frame, Fop.Lk op) throws FopException {
        boolean waits = op.cmd() == Flock.SETLKW;
        if (op.flock().type() == Flock.UNLOCK || !waits && op.cmd() != Flock.SETLK) {
            return;
        }
        boolean writes = op.flock().type() == Flock.WRITE;
        int flags = waits ? op.fd().flags() : op.fd().flags() | O_NONBLOCK;
        hold(frame, op, op.fd().inode(), writes, false, flags);
    }

    private void hold(Frame frame, Fop<?> op, Fd fd, boolean modifies) throws FopException {
        hold(frame, op, fd.inode(), modifies, false, fd.flags());
    }

    /** Returns when no lease is in the way. EAGAIN for who does not want to wait. */
    private void hold(
            Frame frame, Fop<?> op, Inode inode, boolean modifies, boolean always, int flags)
            throws FopException {
        var leases = slot.get(inode);
        if (leases == null) {
            return;
        }
        var id = idOf(op.xdata());
        while (leases.check(id, modifies, always) == InodeLeases.Verdict.WAIT) {
            recall(inode, leases);
            if ((flags & O_NONBLOCK) != 0) {
                throw new FopException(Errno.EAGAIN);
            }
            MustWait.unlessAllowed(frame);
            var waiter = leases.await();
            if (waiter != null) {
                try {
                    waiter.await(environment(), frame);
                } finally {
                    leases.leave(waiter);
                }
            }
        }
    }

    @Override
    public Reply.Lease lease(Frame frame, Fop.Lease op) throws FopException {
        if (!options.leases() || isInternal(frame, op)) {
            throw new FopException(Errno.ENOSYS);
        }
        var args = op.lease();
        var inode = op.inode();
        if (args.leaseId().isNull() || inode.isBlank()) {
            throw new FopException(Errno.EINVAL);
        }
        var leases = slot.getOrCreate(inode, InodeLeases::new);
        var answer = args;
        switch (args.cmd()) {
            case GET ->
                    answer =
                            new LeaseArgs(args.cmd(), leases.types(), args.leaseId(), args.flags());
            case SET -> grant(inode, leases, args, frame.caller().client());
            case UNLOCK -> giveBack(inode, leases, args);
            default -> throw new FopException(Errno.EINVAL);
        }
        return new Reply.Lease(answer, op.xdata());
    }

    /** EPERM for a lease that something is in the way of, as stock answers; its holders are asked for it. */
    private void grant(Inode inode, InodeLeases leases, LeaseArgs args, ClientId client)
            throws FopException {
        boolean known = isType(args.type());
        if (known && total.get() >= most) {
            throw new FopException(Errno.ENOLCK, "too many leases");
        }
        if (!known || !granted(inode, leases, args, client)) {
            recall(inode, leases);
            throw new FopException(Errno.EPERM);
        }
        total.incrementAndGet();
    }

    private static boolean isType(int type) {
        return type == LeaseHolder.READ || type == LeaseHolder.WRITE;
    }

    /** Pinning goes with the first grant in one step, as unpinning with the last return. */
    private boolean granted(Inode inode, InodeLeases leases, LeaseArgs args, ClientId client) {
        var granted = new boolean[1];
        leased.compute(
                inode.gfid(),
                (gfid, present) -> {
                    granted[0] = leases.grant(args.leaseId(), args.type(), client);
                    return present == null && granted[0] ? inode.pin() : present;
                });
        return granted[0];
    }

    private void giveBack(Inode inode, InodeLeases leases, LeaseArgs args) throws FopException {
        int gone = isType(args.type()) ? leases.release(args.leaseId(), args.type()) : -1;
        if (gone < 0) {
            throw new FopException(Errno.EINVAL);
        }
        settle(inode, gone);
    }

    private void recall(Inode inode, InodeLeases leases) {
        var clients = leases.recall();
        if (clients.isEmpty()) {
            return;
        }
        var body = new UpcallBody.RecallLease(inode.gfid(), 0, Gfid.NULL, Xdata.EMPTY);
        clients.forEach(client -> context().forward(new Event.Upcall(client, body)));
        leases.revokeBy(
                environment()
                        .schedule(
                                options.recallTimeout(), "lease-revocation", () -> revoke(inode)));
    }

    private void revoke(Inode inode) {
        settle(inode, slot.get(inode).revoke());
    }

    /** After {@code gone} leases went: who waited for the last of them goes on. */
    private void settle(Inode inode, int gone) {
        total.addAndGet(-gone);
        var leases = slot.get(inode);
        List<InodeLeases.Waiter> waiters = leases.settle();
        InodeLeases.wake(waiters);
        leased.computeIfPresent(
                inode.gfid(),
                (gfid, present) -> {
                    if (leases.count() > 0) {
                        return present;
                    }
                    present.unpin();
                    return null;
                });
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.features.leases." + name())
                .put("leases", total.get())
                .put("inodes", leased.size());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/leases", Options.class, Leases::new);
        }
    }
}
