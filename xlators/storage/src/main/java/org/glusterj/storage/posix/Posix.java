package org.glusterj.storage.posix;

import java.time.Duration;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.LeafXlator;
import org.glusterj.core.Mdata;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;
import org.glusterj.linux.Syscalls;

/**
 * The bottom of a brick's graph, volfile type {@code storage/posix}: hands each fop to the class of its family. Fops
 * run
 * on the front's platform threads; this class holds no state but the open {@link Brick}, which it owns from init to
 * fini.
 */
final class Posix extends LeafXlator {
    private static final Duration SPACE_CHECK = Duration.ofSeconds(5);

    private final Syscalls sys;
    private final Slot<Mdata> mdata;
    private final Slot<FdContext> fds;
    private volatile PosixOptions options;
    private volatile boolean down;
    private Brick brick;
    private PosixLookup lookups;
    private PosixCreate creates;
    private PosixIcreate nameless;
    private PosixLink links;
    private PosixRemove removals;
    private PosixRename renames;
    private PosixOpen opens;
    private PosixIo io;
    private PosixAttr attributes;
    private PosixReaddir listings;
    private PosixGetxattr getxattrs;
    private PosixSetxattr setxattrs;
    private PosixXattrop xattrops;
    private PosixSpace space;
    private PosixChecksum checksums;
    private Chores chores;
    private RunMarker marker;
    private Recovery recovery;

    Posix(XlatorContext context, PosixOptions options) {
        this(context, options, Syscalls.system());
    }

    /** @param sys the disk; tests put one that fails in its place */
    Posix(XlatorContext context, PosixOptions options, Syscalls sys) {
        super(context);
        this.options = options;
        this.sys = sys;
        mdata = context.inodeSlot(Mdata.class);
        fds = context.fdSlot(FdContext.class);
    }

    @Override
    public void init() throws GraphException {
        if (!children().isEmpty()) {
            throw new GraphException(name() + ": " + type() + " has no subvolumes");
        }
        var setup = new BrickSetup(sys, name(), options).open();
        brick =
                new Brick(
                        sys,
                        context(),
                        options,
                        setup.root(),
                        setup.handles(),
                        setup.hiddenIno(),
                        mdata,
                        fds);
        lookups = new PosixLookup(brick);
        links = new PosixLink(brick);
        creates = new PosixCreate(brick, links);
        nameless = new PosixIcreate(brick);
        removals = new PosixRemove(brick);
        renames = new PosixRename(brick);
        opens = new PosixOpen(brick);
        io = new PosixIo(brick);
        attributes = new PosixAttr(brick);
        listings = new PosixReaddir(brick);
        getxattrs = new PosixGetxattr(brick);
        setxattrs = new PosixSetxattr(brick);
        xattrops = new PosixXattrop(brick);
        space = new PosixSpace(brick);
        checksums = new PosixChecksum(brick);
        marker = setup.marker();
        recovery = new Recovery(brick, marker, setup.since());
        startChores();
    }

    private void startChores() {
        var health = new HealthCheck(brick, this::goDown);
        var free = brick.freeSpace;
        free.check();
        chores = new Chores(environment(), name());
        chores.every(() -> options.healthCheckInterval(), "health-check", health::check);
        chores.every(() -> SPACE_CHECK, "free-space", free::check);
        chores.every(() -> options.janitorSleep(), "janitor", new Janitor(brick)::clean);
        chores.every(recovery::rest, "recovery", recovery::step);
    }

    /** For tests of what a brick does by itself. */
    Brick brick() {
        return brick;
    }

    /** For tests of what follows a crash. */
    Recovery recovery() {
        return recovery;
    }

    /** The disk does not answer: whoever runs this brick must end it. */
    private void goDown() {
        down = true;
        context().forward(new Event.ChildDown(name()));
    }

    @Override
    public boolean isUp() {
        return !down;
    }

    @Override
    public void fini() {
        if (brick != null) {
            chores.close();
            recovery.close();
            // Who changes a name holds its stripe until it is done.
            if (!down && brick.names.areFree()) {
                marker.end();
            }
            brick.close();
        }
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var changed = values.as(PosixOptions.class);
        if (!changed.directory().equals(options.directory())) {
            throw new GraphException(name() + ": a running brick cannot move to another directory");
        }
        options = changed;
        brick.options(changed);
    }

    @Override
    public void notify(Event event) {
        if (event instanceof Event.ParentUp) {
            context().forward(new Event.ChildUp(name()));
        } else {
            super.notify(event);
        }
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.storage.posix." + name() + ".priv")
                .put("directory", options.directory())
                .put("open_files", brick.openFiles.size())
                .put("open_directories", brick.dirs.size())
                .put("disk_space_full", brick.isFull())
                .put("recovered", recovery.isDone())
                .put("up", !down);
    }

    @Override
    public Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        return attributes.stat(frame, op);
    }

    @Override
    public Reply.Readlink readlink(Frame frame, Fop.Readlink op) throws FopException {
        return attributes.readlink(frame, op);
    }

    @Override
    public Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        return creates.mknod(frame, op);
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        return creates.mkdir(frame, op);
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        return removals.unlink(frame, op);
    }

    @Override
    public Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        return removals.rmdir(frame, op);
    }

    @Override
    public Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        return creates.symlink(frame, op);
    }

    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        return renames.rename(frame, op);
    }

    @Override
    public Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        return links.link(frame, op);
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        return opens.open(frame, op);
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        return io.readv(frame, op);
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        return io.writev(frame, op);
    }

    @Override
    public Reply.Statfs statfs(Frame frame, Fop.Statfs op) throws FopException {
        return attributes.statfs(frame, op);
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) throws FopException {
        return opens.flush(frame, op);
    }

    @Override
    public Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException {
        return opens.fsync(frame, op);
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        return setxattrs.setxattr(frame, op);
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        return getxattrs.getxattr(frame, op);
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        return setxattrs.removexattr(frame, op);
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        return opens.opendir(frame, op);
    }

    @Override
    public Reply.Ok fsyncdir(Frame frame, Fop.Fsyncdir op) throws FopException {
        return opens.fsyncdir(frame, op);
    }

    @Override
    public Reply.Ok access(Frame frame, Fop.Access op) throws FopException {
        return attributes.access(frame, op);
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        return creates.create(frame, op);
    }

    @Override
    public Reply.Attr icreate(Frame frame, Fop.Icreate op) throws FopException {
        return nameless.icreate(frame, op);
    }

    @Override
    public Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        return attributes.fstat(frame, op);
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        return lookups.lookup(frame, op);
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return listings.readdir(frame, op);
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        return getxattrs.fgetxattr(frame, op);
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        return setxattrs.fsetxattr(frame, op);
    }

    @Override
    public Reply.PrePost setattr(Frame frame, Fop.Setattr op) throws FopException {
        return attributes.setattr(frame, op);
    }

    @Override
    public Reply.PrePost fsetattr(Frame frame, Fop.Fsetattr op) throws FopException {
        return attributes.fsetattr(frame, op);
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        return listings.readdirp(frame, op);
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        return setxattrs.fremovexattr(frame, op);
    }

    @Override
    public Reply.Seek seek(Frame frame, Fop.Seek op) throws FopException {
        return io.seek(frame, op);
    }

    @Override
    public Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op)
            throws FopException {
        return io.copyFileRange(frame, op);
    }

    @Override
    public Reply.Xattrs xattrop(Frame frame, Fop.Xattrop op) throws FopException {
        return xattrops.xattrop(frame, op);
    }

    @Override
    public Reply.Xattrs fxattrop(Frame frame, Fop.Fxattrop op) throws FopException {
        return xattrops.fxattrop(frame, op);
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        return space.truncate(frame, op);
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        return space.ftruncate(frame, op);
    }

    @Override
    public Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException {
        return space.fallocate(frame, op);
    }

    @Override
    public Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException {
        return space.discard(frame, op);
    }

    @Override
    public Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        return space.zerofill(frame, op);
    }

    @Override
    public Reply.Rchecksum rchecksum(Frame frame, Fop.Rchecksum op) throws FopException {
        return checksums.rchecksum(frame, op);
    }

    @Override
    public Reply.Lk lk(Frame frame, Fop.Lk op) throws FopException {
        throw featureOff();
    }

    @Override
    public Reply.Ok inodelk(Frame frame, Fop.Inodelk op) throws FopException {
        throw featureOff();
    }

    @Override
    public Reply.Ok finodelk(Frame frame, Fop.Finodelk op) throws FopException {
        throw featureOff();
    }

    @Override
    public Reply.Ok entrylk(Frame frame, Fop.Entrylk op) throws FopException {
        throw featureOff();
    }

    @Override
    public Reply.Ok fentrylk(Frame frame, Fop.Fentrylk op) throws FopException {
        throw featureOff();
    }

    @Override
    public Reply.Lease lease(Frame frame, Fop.Lease op) throws FopException {
        throw featureOff();
    }

    /** Locks and leases belong to translators above, which are not in this graph. */
    private static FopException featureOff() {
        return new FopException(Errno.ENOSYS);
    }

    /** Found by {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<PosixOptions> {
        public Type() {
            super("storage/posix", PosixOptions.class, Posix::new);
        }
    }
}
