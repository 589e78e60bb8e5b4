package org.glusterj.performance.mdcache;

import java.time.Duration;
import org.glusterj.core.Dump;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.UpcallBody.CacheInvalidation;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Answers STAT of a directory from the attributes that the reply to a change of its entries brought, for {@code
 * md-cache-timeout}. Type: {@code performance/md-cache}.
 *
 * <p>The kernel forgets a directory's attributes with each entry made or removed in it and asks for them before the
 * next one: without this, each of many creates in a directory costs a round trip more. Whatever else changes the
 * directory through this graph drops what is kept, and so does what the brick tells of other clients' changes. Stock's
 * keeps attributes and xattrs of files too; ours does not yet.
 *
 * <p>Runs on the caller's thread. Options are replaced as a whole; each {@link Directory} guards itself and lives as
 * long as its inode.
 */
final class MdCache extends Xlator {
    record Options(
            @Option(
                            key = "md-cache",
                            def = "on",
                            settable = true,
                            help = "Whether anything is kept.")
                    boolean mdCache,
            @Option(
                            key = "md-cache-timeout",
                            def = "1",
                            min = 0,
                            max = 600,
                            settable = true,
                            help =
                                    "How long attributes are served after the change that told them.")
                    Duration timeout,
            @Option(
                            key = "pass-through",
                            def = "off",
                            settable = true,
                            opVersion = 40_100,
                            help = "Let every fop pass.")
                    boolean passThrough) {
        boolean isOff() {
            return !mdCache || passThrough || timeout.isZero();
        }
    }

    private final Slot<Directory> slot;
    private volatile Options options;

    /** What was kept before a connection was lost, and reports of changes with it, counts no more. */
    private volatile long lostAt;

    MdCache(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        slot = context.inodeSlot(Directory.class);
        lostAt = context.environment().nanoTime() - 1;
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return switch (op) {
            case Fop.Stat stat -> op.applyTo(this, frame);
            case Fop.Mknod made -> inParent(frame, op, made.loc());
            case Fop.Mkdir made -> inParent(frame, op, made.loc());
            case Fop.Symlink made -> inParent(frame, op, made.loc());
            case Fop.Create made -> inParent(frame, op, made.loc());
            case Fop.Put made -> inParent(frame, op, made.loc());
            case Fop.Unlink gone -> inParent(frame, op, gone.loc());
            case Fop.Rmdir gone -> inParent(frame, op, gone.loc());
            case Fop.Link link -> inParent(frame, op, link.newLoc());
            case Fop.Rename rename -> (R) move(frame, rename);
            case Fop.Setattr s -> changed(frame, op);
            case Fop.Fsetattr s -> changed(frame, op);
            case Fop.Setxattr s -> changed(frame, op);
            case Fop.Fsetxattr s -> changed(frame, op);
            case Fop.Removexattr r -> changed(frame, op);
            case Fop.Fremovexattr r -> changed(frame, op);
            case Fop.Xattrop x -> changed(frame, op);
            case Fop.Fxattrop x -> changed(frame, op);
            case Fop.Namelink n -> changed(frame, op);
            default -> next(frame, op);
        };
    }

    @Override
    public Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        var now = options;
        var directory = op.xdata().isEmpty() && !now.isOff() ? slot.get(op.inode()) : null;
        Iatt kept = null;
        if (directory != null) {
            long time = environment().nanoTime();
            kept = directory.get(time, Math.min(now.timeout().toNanos(), time - lostAt));
        }
        return kept == null ? next(frame, op) : new Reply.Attr(kept, Xdata.NULL);
    }

    private <R extends Reply> R inParent(Frame frame, Fop<R> op, Loc loc) throws FopException {
        var parent = loc.parent();
        if (parent == null || options.isOff()) {
            return next(frame, op);
        }
        drop(loc.inode());
        var directory = slot.getOrCreate(parent, Directory::new);
        long began = environment().nanoTime();
        Iatt after = null;
        directory.begin();
        try {
            R reply = next(frame, op);
            after = of(parent, afterIn(reply));
            return reply;
        } finally {
            directory.end(after, began);
        }
    }

    private static Iatt afterIn(Reply reply) {
        return switch (reply) {
            case Reply.Entry entry -> entry.postParent();
            case Reply.Parent parent -> parent.postParent();
            default -> Iatt.NONE;
        };
    }

    private static Iatt of(Inode inode, Iatt told) {
        return told.gfid().equals(inode.gfid()) ? told : null;
    }

    private Reply.Rename move(Frame frame, Fop.Rename op) throws FopException {
        var from = op.oldLoc().parent();
        var to = op.newLoc().parent();
        if (from == null || to == null || options.isOff()) {
            return next(frame, op);
        }
        drop(op.oldLoc().inode());
        drop(op.newLoc().inode());
        var source = slot.getOrCreate(from, Directory::new);
        var target = from == to ? null : slot.getOrCreate(to, Directory::new);
        long began = environment().nanoTime();
        Reply.Rename reply = null;
        source.begin();
        if (target != null) {
            target.begin();
        }
        try {
            reply = next(frame, op);
            return reply;
        } finally {
            source.end(reply == null ? null : of(from, reply.postOldParent()), began);
            if (target != null) {
                target.end(reply == null ? null : of(to, reply.postNewParent()), began);
            }
        }
    }

    /** The fop changes the object itself. */
    private <R extends Reply> R changed(Frame frame, Fop<R> op) throws FopException {
        var directory = slot.get(op.inode());
        if (directory == null) {
            return next(frame, op);
        }
        directory.begin();
        try {
            return next(frame, op);
        } finally {
            directory.end(null, 0);
        }
    }

    /** A directory that moves or goes. */
    private void drop(Inode inode) {
        var directory = inode == null ? null : slot.get(inode);
        if (directory != null) {
            directory.begin();
            directory.end(null, 0);
        }
    }

    /** What another client changed is not kept; after a connection was lost, nothing is. */
    @Override
    public void notify(Event event) {
        switch (event) {
            case Event.Upcall(var target, CacheInvalidation change) -> {
                drop(change.gfid());
                drop(change.parent().gfid());
                drop(change.oldParent().gfid());
            }
            case Event.ChildDown down -> lostAt = environment().nanoTime();
            default -> {
                // Nothing of what is kept depends on it.
            }
        }
        super.notify(event);
    }

    private void drop(Gfid gfid) {
        var inode = gfid.isNull() ? null : context().graph().inodes().findPinned(gfid);
        if (inode != null) {
            drop(inode);
            inode.unpin();
        }
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.performance.md-cache." + name())
                .put("timeout", options.timeout().toSeconds());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("performance/md-cache", Options.class, MdCache::new);
        }
    }
}
