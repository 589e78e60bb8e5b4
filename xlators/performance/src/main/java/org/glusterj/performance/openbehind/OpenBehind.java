package org.glusterj.performance.openbehind;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Answers OPEN for reading at once and opens when something needs the file open; what never is costs no round trip.
 * Type: {@code performance/open-behind}. A failure of OPEN is the failure of the fop that needed it, and the next one
 * tries again. Before a name of the file goes through this graph, its fds are opened, so that they outlive it; an OPEN
 * from then on is not delayed, so that whoever looked the name up before hears that the file is gone while it can still
 * look again.
 *
 * <p>Unlike stock's, it delays root's OPEN only, since others may be refused, by an ACL for instance, and quick-read
 * above would serve them what another caller looked up; and not OPEN for writing, whose failure nobody expects from
 * write(2).
 *
 * <p>Runs on the caller's thread. Options are replaced as a whole; each {@link Delayed} guards itself; the set of an
 * inode is concurrent, and both a fd's place in it and its slot go when the fd was opened or released.
 */
final class OpenBehind extends Xlator {
    record Options(
            @Option(
                            key = "open-behind",
                            def = "on",
                            settable = true,
                            help = "Whether OPEN is answered before the file is open.")
                    boolean openBehind,
            @Option(
                            key = "lazy-open",
                            def = "yes",
                            settable = true,
                            help = "Open only when a fop needs it; off has OPEN pass.")
                    boolean lazyOpen,
            @Option(
                            key = "pass-through",
                            def = "off",
                            settable = true,
                            opVersion = 40_100,
                            help = "Let every fop pass.")
                    boolean passThrough) {
        boolean isOff() {
            return !openBehind || !lazyOpen || passThrough;
        }
    }

    private static final int O_ACCMODE = 3;
    private static final int O_CREAT = 0100;
    private static final int O_TRUNC = 01000;

    private final Slot<Delayed> slot;

    /** The fds of an inode whose OPEN is delayed. */
    private final Slot<Waiting> waiting;

    /** Marks inodes on which a POSIX lock was ever asked for. */
    private final Slot<Boolean> lockAsked;

    /** Marks inodes of which a name went, or was about to. Set before the set of waiting fds is read. */
    private final Slot<Boolean> nameGone;

    private volatile Options options;

    OpenBehind(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        slot = context.fdSlot(Delayed.class, (fd, delayed) -> left(delayed));
        waiting = context.inodeSlot(Waiting.class);
        lockAsked = context.inodeSlot(Boolean.class);
        nameGone = context.inodeSlot(Boolean.class);
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        switch (op) {
            case Fop.Open open -> {
                return op.applyTo(this, frame);
            }
            case Fop.Flush flush when isNothing(flush) -> {
                return op.applyTo(this, frame);
            }
            case Fop.Lk lk -> {
                lockAsked.set(lk.fd().inode(), Boolean.TRUE);
                ensure(frame, lk.fd());
            }
            case Fop.Fsetxattr set when set.dict().contains(Flock.LOCKINFO) -> {
                lockAsked.set(set.fd().inode(), Boolean.TRUE);
                ensure(frame, set.fd());
            }
            case Fop.OnFd<?> onFd -> ensure(frame, onFd.fd());
            case Fop.CopyFileRange copy -> {
                ensure(frame, copy.fdIn());
                ensure(frame, copy.fdOut());
            }
            case Fop.Unlink unlink -> nameGoes(frame, unlink.loc().inode());
            case Fop.Rename rename -> nameGoes(frame, rename.newLoc().inode());
            default -> {}
        }
        return next(frame, op);
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        boolean writes = (op.flags() & (O_ACCMODE | O_CREAT | O_TRUNC)) != 0;
        boolean waits = writes || !frame.caller().isRoot() || !op.xdata().isEmpty();
        if (waits || options.isOff()) {
            return next(frame, op);
        }
        var delayed = new Delayed(this, frame.caller(), op);
        slot.set(op.fd(), delayed);
        fdsOf(op.fd().inode()).add(delayed);
        if (nameGone.get(op.fd().inode()) != null) {
            ensure(frame, op.fd());
        }
        return Reply.Ok.PLAIN;
    }

    /** Nothing was done with the fd, and no lock is there that goes with any fd of the file that its owner closes. */
    private boolean isNothing(Fop.Flush flush) {
        return slot.get(flush.fd()) != null
                && lockAsked.get(flush.fd().inode()) == null
                && flush.xdata().isEmpty();
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) {
        return Reply.Ok.PLAIN;
    }

    /** For {@link Delayed}. */
    void openNow(Frame frame, Fop.Open op) throws FopException {
        next(frame, op);
    }

    private void ensure(Frame frame, Fd fd) throws FopException {
        var delayed = slot.get(fd);
        if (delayed != null) {
            delayed.open(frame);
            slot.replace(fd, delayed, null);
            left(delayed);
        }
    }

    /** What cannot be opened now could not be later either: its next user hears of it. */
    private void nameGoes(Frame frame, Inode inode) {
        if (inode == null) {
            return;
        }
        nameGone.set(inode, Boolean.TRUE);
        if (waiting.get(inode) == null) {
            return;
        }
        for (var delayed : fdsOf(inode)) {
            try {
                ensure(frame, delayed.fd());
            } catch (FopException later) {
                continue;
            }
        }
    }

    private Set<Delayed> fdsOf(Inode inode) {
        return waiting.getOrCreate(inode, () -> new Waiting(ConcurrentHashMap.newKeySet())).fds();
    }

    private record Waiting(Set<Delayed> fds) {}

    private void left(Delayed delayed) {
        fdsOf(delayed.fd().inode()).remove(delayed);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("performance/open-behind", Options.class, OpenBehind::new);
        }
    }
}
