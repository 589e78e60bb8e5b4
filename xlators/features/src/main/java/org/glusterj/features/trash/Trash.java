package org.glusterj.features.trash;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.DataSize;
import org.glusterj.core.Errno;
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
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Keeps what loses its last name, and what a truncation cuts off, in a directory of the volume. Type: {@code
 * features/trash}; paths and gfids as spec other-xlators has them. Runs on the caller's thread; options are replaced as
 * a whole.
 *
 * <p>A file that is removed gets a name in the trash, by root, before its caller removes the old one with the caller's
 * rights; when that fails, the name in the trash goes again. What the trash cannot take is removed or cut off without
 * it, with a log line. A path is known as far as the brick's table knows it: of an object whose upper directories it
 * forgot, the lower ones count.
 */
final class Trash extends Xlator {
    record Options(
            @Option(
                            key = "trash",
                            def = "off",
                            settable = true,
                            opVersion = 30_700,
                            help = "Keep what is removed.")
                    boolean trash,
            @Option(
                            key = "trash-dir",
                            def = ".trashcan",
                            settable = true,
                            opVersion = 30_700,
                            help = "Name of the directory, in the root, that keeps it.")
                    String directory,
            @Option(
                            key = "trash-eliminate-path",
                            settable = true,
                            opVersion = 30_700,
                            help = "Directories, separated by commas, whose files are not kept.")
                    String eliminate,
            @Option(
                            key = "trash-max-filesize",
                            def = "5MB",
                            settable = true,
                            opVersion = 30_700,
                            help = "Larger files are not kept.")
                    DataSize largest,
            @Option(
                            key = "trash-internal-op",
                            def = "off",
                            settable = true,
                            opVersion = 30_700,
                            help = "Keep what internal daemons remove as well.")
                    boolean internal,
            @Option(key = "brick-path", help = "Where the brick is; not used.") String brickPath) {
        /** The name of the directory, which may come with slashes. */
        String name() {
            return directory.replace("/", "");
        }

        List<String> eliminated() {
            var all = new ArrayList<String>();
            for (var path : eliminate.split(",")) {
                var trimmed = path.strip();
                if (!trimmed.isEmpty()) {
                    var from = trimmed.startsWith("/") ? trimmed : "/" + trimmed;
                    all.add(from.endsWith("/") ? from : from + "/");
                }
            }
            return all;
        }
    }

    private static final Log LOG = Log.of(Trash.class);

    /** @param eliminated prefixes of paths, of the option */
    private record Settings(Options options, List<String> eliminated) {
        static Settings of(Options options) {
            return new Settings(options, options.eliminated());
        }
    }

    private volatile Settings settings;

    Trash(XlatorContext context, Options options) {
        super(context);
        settings = Settings.of(options);
    }

    private Bin bin() {
        return new Bin(child(), context().graph().inodes(), environment());
    }

    @Override
    public void init() throws GraphException {
        prepare("");
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var before = settings.options();
        var now = values.as(Options.class);
        settings = Settings.of(now);
        prepare(before.trash() && !before.name().equals(now.name()) ? before.name() : "");
    }

    /** @param oldName of the directory, "" when it stays */
    private void prepare(String oldName) throws GraphException {
        var now = settings.options();
        if (!now.trash()) {
            return;
        }
        if (now.name().isEmpty()) {
            throw new GraphException(name() + ": option trash-dir names no directory");
        }
        try {
            if (!oldName.isEmpty()) {
                bin().rename(Frame.internal(), oldName, now.name());
            }
            bin().prepare(Frame.internal(), now.name(), now.internal());
        } catch (FopException e) {
            throw new GraphException(
                    name() + ": directory " + now.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return settings.options().trash() ? op.applyTo(this, frame) : next(frame, op);
    }

    /** The trash directory itself stays where it is. */
    private void refuse(Loc loc) throws FopException {
        var now = settings.options();
        var gfid = loc.effectiveGfid();
        boolean named = loc.isEntry() && loc.parent().isRoot() && loc.name().equals(now.name());
        if (named || gfid.equals(Bin.GFID) || now.internal() && gfid.equals(Bin.INTERNAL_GFID)) {
            throw new FopException(Errno.EPERM);
        }
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        refuse(op.loc());
        return next(frame, op);
    }

    @Override
    public Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        refuse(op.loc());
        return next(frame, op);
    }

    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        refuse(op.oldLoc());
        refuse(op.newLoc());
        return next(frame, op);
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        var loc = op.loc();
        if (!loc.isEntry() || !concerns(frame, loc.path())) {
            return next(frame, op);
        }
        var bin = bin();
        var iatt = bin.find(frame, loc);
        var path = TrashPath.of(loc.path(), seconds());
        if (iatt == null || iatt.nlink() > 1 || isTooLarge(iatt) || path.isTooLong()) {
            return next(frame, op);
        }
        Loc kept;
        try {
            kept = bin.link(frame, iatt.gfid(), frame.caller().isInternal(), path);
        } catch (FopException e) {
            LOG.say(TrashMessage.NOT_KEPT, name(), loc.path(), e.errno());
            return next(frame, op);
        }
        boolean removed = false;
        try {
            var reply = next(frame, op);
            removed = true;
            return reply;
        } finally {
            settle(frame, bin, kept, removed);
        }
    }

    private void settle(Frame frame, Bin bin, Loc kept, boolean stays) {
        try {
            bin.settle(frame, kept, stays);
        } catch (FopException e) {
            LOG.say(TrashMessage.NOT_TAKEN_BACK, name(), kept.path(), e.errno());
        }
    }

    private boolean isTooLarge(Iatt iatt) {
        return iatt.size() > settings.options().largest().bytes();
    }

    private long seconds() {
        return environment().epochNanos() / 1_000_000_000L;
    }

    /** Neither internal work, unless that is kept, nor what is in the trash or in an eliminated directory. */
    private boolean concerns(Frame frame, String path) {
        var now = settings;
        if (frame.caller().isInternal() && !now.options().internal()) {
            return false;
        }
        if (path.startsWith("/" + now.options().name() + "/")) {
            return false;
        }
        for (var prefix : now.eliminated()) {
            if (path.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        keepContent(frame, op.inode(), op.offset());
        return next(frame, op);
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        keepContent(frame, op.inode(), op.offset());
        return next(frame, op);
    }

    private void keepContent(Frame frame, Inode inode, long newSize) {
        var path = inode.isBlank() ? "" : context().graph().inodes().pathOf(inode);
        if (path.isEmpty() || isUnderTrash(inode) || !concerns(frame, path)) {
            return;
        }
        try {
            var iatt = next(frame, new Fop.Stat(Loc.of(inode), Xdata.NULL)).iatt();
            var to = TrashPath.of(path, seconds());
            boolean cuts = iatt.size() > newSize && iatt.nlink() == 1;
            if (cuts && !isTooLarge(iatt) && !to.isTooLong()) {
                bin().copy(frame, inode, iatt, frame.caller().isInternal(), to);
            }
        } catch (FopException e) {
            LOG.say(TrashMessage.NOT_KEPT, name(), path, e.errno());
        }
    }

    private static boolean isUnderTrash(Inode inode) {
        Gfid gfid = inode.gfid();
        return gfid.equals(Bin.GFID) || gfid.equals(Bin.INTERNAL_GFID);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/trash", Options.class, Trash::new);
        }
    }
}
