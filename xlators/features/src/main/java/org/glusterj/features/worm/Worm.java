package org.glusterj.features.worm;

import java.time.Duration;
import java.util.Locale;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Files that are written once: of the whole volume ({@code worm}: nothing that exists is opened for writing, moved or
 * removed) or by file ({@code worm-file-level}: a file is committed by taking its write permissions away, or when it
 * was left alone for {@code auto-commit-period}, and retained until its access time). Type: {@code features/worm};
 * xattrs and transitions as spec other-xlators has them. Runs on the caller's thread; options are replaced as a
 * whole.
 *
 * <p>Internal pids may do everything but change attributes of committed files. Stock's forgets some ways to change a
 * file (FALLOCATE, DISCARD, ZEROFILL, COPY_FILE_RANGE, OPEN and CREATE that empty it); ours refuses them too.
 */
final class Worm extends Xlator {
    record Options(
            @Option(
                            key = "worm",
                            def = "off",
                            settable = true,
                            opVersion = 2,
                            help = "Let nothing on the volume be changed once it was written.")
                    boolean worm,
            @Option(
                            key = "worm-file-level",
                            def = "off",
                            settable = true,
                            opVersion = 30_800,
                            help = "Let files be committed and retained one by one.")
                    boolean fileLevel,
            @Option(
                            key = "worm-files-deletable",
                            def = "on",
                            settable = true,
                            opVersion = 31_300,
                            help = "Let committed files be removed when their retention is over.")
                    boolean deletable,
            @Option(
                            key = "default-retention-period",
                            def = "120",
                            min = 0,
                            settable = true,
                            opVersion = 30_800,
                            help = "How long a file is retained after it was committed.")
                    Duration retention,
            @Option(
                            key = "retention-mode",
                            def = "relax",
                            settable = true,
                            opVersion = 30_800,
                            help =
                                    "Whether a retention can be shortened: relax, or not: enterprise.")
                    String mode,
            @Option(
                            key = "auto-commit-period",
                            def = "180",
                            min = 0,
                            settable = true,
                            opVersion = 30_800,
                            help = "After how long without a change a file is committed.")
                    Duration autoCommit) {
        boolean isEnterprise() {
            return !mode.toLowerCase(Locale.ROOT).equals("relax");
        }
    }

    private static final Log LOG = Log.of(Worm.class);
    private static final int WRITE_BITS = 0222;
    private static final int O_ACCMODE = 3;
    private static final int O_TRUNC = 01000;
    private static final int O_APPEND = 02000;

    /** Fds that CREATE made: their file gets its mark when they are released. */
    private final Slot<Made> made;

    private volatile Options options;

    private record Made() {}

    Worm(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        made = context.fdSlot(Made.class, this::released);
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        var now = options;
        if (now.worm() && !frame.caller().isInternal() && isRefusedToAll(op)) {
            throw new FopException(Errno.EROFS);
        }
        if (!now.fileLevel()) {
            return next(frame, op);
        }
        requireChangeable(frame, op);
        return op.applyTo(this, frame);
    }

    private static boolean isRefusedToAll(Fop<?> op) {
        return switch (op) {
            case Fop.Open open -> (open.flags() & (O_ACCMODE | O_TRUNC | O_APPEND)) != 0;
            case Fop.Link l -> true;
            case Fop.Unlink u -> true;
            case Fop.Rename r -> true;
            case Fop.Truncate t -> true;
            case Fop.Ftruncate t -> true;
            case Fop.Rmdir r -> true;
            case Fop.Removexattr r -> true;
            case Fop.Fsyncdir f -> true;
            case Fop.Xattrop x -> !addsNothing(x.dict());
            default -> false;
        };
    }

    /** Replicate reads its counters by adding zeros to them. */
    private static boolean addsNothing(Xdata operands) {
        return operands.keyList().stream().allMatch(operands::isZero);
    }

    private WormFile file(Frame frame, Inode inode) {
        return new WormFile(child(), frame.as(Caller.ROOT), inode, environment().epochNanos());
    }

    private void requireChangeable(Frame frame, Inode inode, boolean removes) throws FopException {
        if (inode.isBlank() || frame.caller().isInternal()) {
            return;
        }
        var file = file(frame, inode);
        if (file.isMarked() && !file.mayChange(options, removes)) {
            throw new FopException(Errno.EROFS);
        }
    }

    /** What a name stands for may not be known, or no more be what is known: the disk decides. */
    private void requireChangeable(Frame frame, Loc loc, boolean removes) throws FopException {
        if (!loc.isEntry()) {
            requireChangeable(frame, loc.inode(), removes);
            return;
        }
        Gfid gfid;
        try {
            var name = Loc.entry(loc.parent(), loc.name());
            var found = next(frame.as(Caller.ROOT), new Fop.Lookup(name, Xdata.NULL));
            gfid = found.iatt().gfid();
        } catch (FopException e) {
            if (e.errno() == Errno.ENOENT) {
                return;
            }
            throw e;
        }
        var inode = context().graph().inodes().obtainPinned(gfid);
        try {
            requireChangeable(frame, inode, removes);
        } finally {
            inode.unpin();
        }
    }

    /** EROFS when the fop would change a file that must stay as it is. */
    private void requireChangeable(Frame frame, Fop<?> op) throws FopException {
        switch (op) {
            case Fop.Open open when (open.flags() & O_TRUNC) != 0 ->
                    requireChangeable(frame, open.inode(), false);
            case Fop.Create create when (create.flags() & O_TRUNC) != 0 ->
                    requireChangeable(frame, create.loc(), false);
            case Fop.Unlink unlink -> requireChangeable(frame, unlink.loc(), true);
            case Fop.Rename rename -> {
                requireChangeable(frame, rename.oldLoc(), false);
                requireChangeable(frame, rename.newLoc(), false);
            }
            case Fop.Link l -> requireChangeable(frame, l.inode(), false);
            case Fop.Truncate t -> requireChangeable(frame, t.inode(), false);
            case Fop.Ftruncate t -> requireChangeable(frame, t.inode(), false);
            case Fop.Writev w -> requireChangeable(frame, w.inode(), false);
            case Fop.Fallocate f -> requireChangeable(frame, f.inode(), false);
            case Fop.Discard d -> requireChangeable(frame, d.inode(), false);
            case Fop.Zerofill z -> requireChangeable(frame, z.inode(), false);
            case Fop.CopyFileRange c -> requireChangeable(frame, c.fdOut().inode(), false);
            default -> {
                // Changes no content and no name; attributes are judged on their own.
            }
        }
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        var reply = next(frame, op);
        made.set(op.fd(), new Made());
        var inode = context().graph().inodes().obtainPinned(reply.iatt().gfid());
        try {
            file(frame, inode).begin();
        } catch (FopException e) {
            LOG.say(WormMessage.STATE_LOST, name(), inode.gfid(), e.errno());
        } finally {
            inode.unpin();
        }
        return reply;
    }

    /** The creator has closed the file: from now on it is WORM's. */
    private void released(Fd fd, Made one) {
        if (!options.fileLevel()) {
            return;
        }
        try {
            var file = file(Frame.internal(), fd.inode());
            file.mark();
            file.mayChange(options, false);
        } catch (FopException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESTALE) {
                LOG.say(WormMessage.STATE_LOST, name(), fd.gfid(), e.errno());
            }
        }
    }

    @Override
    public Reply.PrePost setattr(Frame frame, Fop.Setattr op) throws FopException {
        var iatt = judged(frame, op.inode(), op.iatt(), op.valid());
        return next(frame, new Fop.Setattr(op.loc(), iatt, op.valid(), op.xdata()));
    }

    @Override
    public Reply.PrePost fsetattr(Frame frame, Fop.Fsetattr op) throws FopException {
        var iatt = judged(frame, op.inode(), op.iatt(), op.valid());
        return next(frame, new Fop.Fsetattr(op.fd(), iatt, op.valid(), op.xdata()));
    }

    /** Commits a file that loses its write permissions; moves the end of a retention. @return what is to be set */
    private Iatt judged(Frame frame, Inode inode, Iatt iatt, int valid) throws FopException {
        boolean mode = (valid & SetattrMask.MODE) != 0;
        boolean atime = (valid & SetattrMask.ATIME) != 0;
        if (inode.isBlank() || !mode && !atime) {
            return iatt;
        }
        var file = file(frame, inode);
        if (!file.isMarked()) {
            return iatt;
        }
        if (mode) {
            boolean commits = (iatt.mode() & WRITE_BITS) == 0;
            return commits ? iatt.toBuilder().atime(file.commit(options), 0).build() : iatt;
        }
        boolean toNow = (valid & SetattrMask.ATIME_NOW) != 0;
        long now = environment().epochNanos() / 1_000_000_000L;
        return moved(file, toNow ? iatt.toBuilder().atime(now, 0).build() : iatt);
    }

    private static Iatt moved(WormFile file, Iatt iatt) throws FopException {
        var state = file.retention();
        if (state == null || !state.isRetained()) {
            return iatt;
        }
        var before = file.stat();
        long least = state.isEnterprise() ? before.atime() : before.mtime();
        if (iatt.atime() < least) {
            throw new FopException(Errno.EROFS);
        }
        file.retention(state.longer(iatt.atime() - before.atime()));
        return iatt.toBuilder().mtime(before.mtime(), before.mtimeNsec()).build();
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/worm", Options.class, Worm::new);
        }
    }
}
