package org.glusterj.performance.quickread;

import java.time.Duration;
import org.glusterj.core.DataSize;
import org.glusterj.core.Dump;
import org.glusterj.core.Event;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.UpcallBody.CacheInvalidation;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Has the brick send a small file's content with its LOOKUP, so that READ needs no round trip for a moment. Type:
 * {@code performance/quick-read}; the key is {@code glusterfs.content} (spec other-xlators, quick-read).
 *
 * <p>Content is asked for while what is looked up gets opened: a program that only looks at attributes soon costs its
 * bricks no reading, and one that reads costs one request a file. It is served for {@code cache-timeout} after the
 * LOOKUP, and dropped by whatever changes the file through this graph, by attributes that differ, and by what the
 * brick tells of other clients' changes.
 *
 * <p>Runs on the caller's thread. Options are replaced as a whole; {@link Shelf} and {@link Changes} guard themselves;
 * {@code credit} is a hint and may lose an update.
 */
final class QuickRead extends Xlator {
    record Options(
            @Option(
                            key = "quick-read",
                            def = "on",
                            settable = true,
                            help = "Whether anything is kept.")
                    boolean quickRead,
            @Option(
                            key = "cache-size",
                            def = "128MB",
                            settable = true,
                            help = "Most content kept, within an eighth of the process's heap.")
                    DataSize cacheSize,
            @Option(
                            key = "cache-timeout",
                            def = "1",
                            min = 0,
                            max = 60,
                            settable = true,
                            help = "How long content is served after it was looked up.")
                    Duration cacheTimeout,
            @Option(
                            key = "max-file-size",
                            def = "64KB",
                            settable = true,
                            help = "Files larger than this are not kept, nor those above 1MB.")
                    DataSize maxFileSize,
            @Option(
                            key = "pass-through",
                            def = "off",
                            settable = true,
                            opVersion = 40_100,
                            help = "Let every fop pass.")
                    boolean passThrough) {
        boolean isOff() {
            return !quickRead || passThrough || maxFileSize.bytes() == 0 || cacheTimeout.isZero();
        }
    }

    static final String CONTENT = "glusterfs.content";

    private static final int O_ACCMODE = 3;
    private static final int O_TRUNC = 01000;
    private static final int O_DIRECT = 040000;

    private static final long LARGEST_FILE = 1 << 20;
    private static final long HEAP_SHARE = Runtime.getRuntime().maxMemory() / 8;

    /** An open for reading pays for so many look-ups with content. */
    private static final int CREDIT_OF_OPEN = 4;

    private static final int CREDIT_MAX = 64;

    private final Shelf shelf;
    private final Changes changes;
    private volatile Options options;

    /** What was kept before a connection was lost, and reports of changes with it, counts no more. */
    private volatile long lostAt;

    private volatile int credit = CREDIT_MAX / 4;

    QuickRead(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        shelf = new Shelf(context);
        changes = new Changes(context);
        lostAt = context.environment().nanoTime() - 1;
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (changesContent(op)) {
            return change(frame, op);
        }
        R reply = op.applyTo(this, frame);
        if (reply instanceof Reply.Attr attr && op.inode() != null) {
            compare(op.inode(), attr.iatt());
        }
        return reply;
    }

    private static boolean changesContent(Fop<?> op) {
        return switch (op) {
            case Fop.Open open -> (open.flags() & O_TRUNC) != 0;
            case Fop.Writev w -> true;
            case Fop.Truncate t -> true;
            case Fop.Ftruncate t -> true;
            case Fop.Fallocate f -> true;
            case Fop.Discard d -> true;
            case Fop.Zerofill z -> true;
            case Fop.CopyFileRange c -> true;
            case Fop.Put p -> true;
            default -> false;
        };
    }

    private <R extends Reply> R change(Frame frame, Fop<R> op) throws FopException {
        var inode = op.inode();
        changes.mark(inode);
        try {
            return next(frame, op);
        } finally {
            changes.mark(inode);
            shelf.drop(inode);
        }
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        var now = options;
        var known = op.loc().inode();
        boolean mayHaveContent =
                known.type() == FileType.REGULAR || known.type() == FileType.INVALID;
        if (now.isOff() || !mayHaveContent || op.xdata().contains(CONTENT) || credit <= 0) {
            var reply = next(frame, op);
            compare(known, reply.iatt());
            return reply;
        }
        long began = changes.now();
        long most = Math.min(now.maxFileSize().bytes(), LARGEST_FILE);
        var reply = next(frame, op.withXdata(op.xdata().withUint(CONTENT, most)));
        var content = reply.xdata().bytes(CONTENT).orElse(null);
        if (content == null) {
            compare(known, reply.iatt());
            return reply;
        }
        credit = Math.max(credit - 1, 0);
        keep(known, reply.iatt(), content, began, now);
        return reply.withXdata(reply.xdata().without(CONTENT));
    }

    /** A blank inode may turn out to be one that the table has. */
    private void keep(Inode asked, Iatt iatt, byte[] content, long began, Options now) {
        var present = asked.isBlank() ? context().graph().inodes().findPinned(iatt.gfid()) : null;
        try {
            var inode = present == null ? asked : present;
            boolean old = asked.isBlank() && changes.unknownSince(began);
            if (old || content.length != iatt.size() || changes.since(inode, began)) {
                shelf.drop(inode);
                return;
            }
            long most = Math.min(now.cacheSize().bytes(), HEAP_SHARE);
            long time = environment().nanoTime();
            var kept = new Shelf.Content(content, iatt, time, inode);
            shelf.keep(kept, now.cacheTimeout().toNanos(), most);
            if (changes.since(inode, began) || asked.isBlank() && changes.unknownSince(began)) {
                shelf.drop(inode);
            }
        } finally {
            if (present != null) {
                present.unpin();
            }
        }
    }

    /** Content of other attributes than these is old. */
    private void compare(Inode inode, Iatt iatt) {
        var content = shelf.peek(inode);
        if (content != null && !isSame(content.iatt, iatt)) {
            shelf.drop(inode);
        }
    }

    private static boolean isSame(Iatt x, Iatt y) {
        return x.size() == y.size()
                && x.mtime() == y.mtime()
                && x.mtimeNsec() == y.mtimeNsec()
                && x.gfid().equals(y.gfid());
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        if ((op.flags() & O_ACCMODE) == 0) {
            credit = Math.min(credit + CREDIT_OF_OPEN, CREDIT_MAX);
        }
        return next(frame, op);
    }

    /** May have emptied a file that was there. */
    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        var reply = next(frame, op);
        var present = context().graph().inodes().findPinned(reply.iatt().gfid());
        if (present != null) {
            changes.mark(present);
            shelf.drop(present);
            present.unpin();
        }
        return reply;
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        var now = options;
        boolean direct = ((op.flags() | op.fd().flags()) & O_DIRECT) != 0;
        if (direct || now.isOff() || !op.xdata().isEmpty() || op.offset() < 0) {
            return next(frame, op);
        }
        long time = environment().nanoTime();
        var content =
                shelf.find(
                        op.fd().inode(),
                        time,
                        Math.min(now.cacheTimeout().toNanos(), time - lostAt));
        if (content == null) {
            return next(frame, op);
        }
        int size = content.bytes.length;
        int from = (int) Math.min(op.offset(), size);
        int to = (int) Math.min((long) from + Math.max(op.sizeBytes(), 0), size);
        var data = Payload.allocateBuffer(to - from).writeBytes(content.bytes, from, to - from);
        return new Reply.Readv(Payload.of(data), content.iatt, to == size, Xdata.NULL);
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        var reply = next(frame, op);
        if (shelf.size() > 0) {
            var inodes = context().graph().inodes();
            for (var entry : reply.entries()) {
                var inode =
                        entry.iatt().gfid().isNull()
                                ? null
                                : inodes.findPinned(entry.iatt().gfid());
                if (inode != null) {
                    compare(inode, entry.iatt());
                    inode.unpin();
                }
            }
        }
        return reply;
    }

    /** What another client changed is not kept; after a connection was lost, nothing is. */
    @Override
    public void notify(Event event) {
        switch (event) {
            case Event.Upcall(var target, CacheInvalidation change)
                    when change.has(CacheInvalidation.CONTENT | CacheInvalidation.NAMES) ->
                    changedElsewhere(change.gfid());
            case Event.ChildDown down -> lostAt = environment().nanoTime();
            default -> {
                // Nothing of what is kept depends on it.
            }
        }
        super.notify(event);
    }

    private void changedElsewhere(Gfid gfid) {
        var inode = context().graph().inodes().findPinned(gfid);
        if (inode == null) {
            changes.markUnknown();
            return;
        }
        changes.mark(inode);
        shelf.drop(inode);
        inode.unpin();
    }

    @Override
    public void dump(Dump out) {
        var now = options;
        out.section("xlator.performance.quick-read." + name())
                .put("max_file_size", now.maxFileSize().bytes())
                .put("cache_timeout", now.cacheTimeout().toSeconds())
                .put("total_files_cached", shelf.size())
                .put("total_cache_used", shelf.bytes());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("performance/quick-read", Options.class, QuickRead::new);
        }
    }
}
