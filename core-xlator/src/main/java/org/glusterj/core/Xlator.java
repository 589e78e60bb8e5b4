package org.glusterj.core;

import java.util.List;
import java.util.Objects;

/**
 * A translator: one box of the graph. Overrides the fops it changes, or {@link #call} when it treats all alike; every
 * other fop goes to {@link #next}. Fops run on the thread the front chose, many at a time; a translator's own state
 * must
 * be safe for that and its class comment says what guards it.
 */
public abstract class Xlator implements Fops, Subvolume {
    private final XlatorContext context;

    protected Xlator(XlatorContext context) {
        this.context = Objects.requireNonNull(context);
    }

    protected final XlatorContext context() {
        return context;
    }

    /** The node's name in the volfile. */
    @Override
    public final String name() {
        return context.name();
    }

    /** The volfile type, e.g. {@code features/locks}. */
    public final String type() {
        return context.type();
    }

    public final List<Edge> children() {
        return context.children();
    }

    /** The only child. */
    protected final Subvolume child() {
        return context.children().getFirst();
    }

    /** Called once, bottom-up, before any fop. Throws to refuse the graph, with a message for the user. */
    public void init() throws GraphException {}

    /** Called once, top-down, when no fop is under way any more. Must not throw. */
    public void fini() {}

    /** Takes new option values, all at once; throws without changing anything when they are not acceptable. */
    public void reconfigure(OptionValues values) throws GraphException {}

    /**
     * The graph of {@code former}, the translator of the same name and type, ends, and this one's begins to serve:
     * takes over what must not be forgotten. Both have the same inodes and fds; called when the fds that could be
     * opened here are open and no fop is under way.
     */
    public void takeOver(Xlator former) {}

    /**
     * Waits for what was answered before it was done, as the graph is about to be replaced or to end; no fop is under
     * way. False when that is not done by {@code until}.
     */
    public boolean settle(Deadline until) {
        return true;
    }

    /** Hears an event; the default passes it on in its direction (see {@link Event}). */
    public void notify(Event event) {
        context.forward(event);
    }

    /** Writes this translator's state; see {@link Dump}. */
    public void dump(Dump out) {}

    @Override
    public boolean isUp() {
        for (var edge : context.children()) {
            if (!edge.isUp()) {
                return false;
            }
        }
        return true;
    }

    protected final Environment environment() {
        return context.environment();
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        environment().spawn("start", () -> Started.run(this, frame, op, sink));
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return op.applyTo(this, frame);
    }

    /** The body of a forked call: every outcome reaches the sink, a bug as EIO. */
    private static final class Started {
        static <R extends Reply> void run(Xlator xlator, Frame frame, Fop<R> op, Sink<R> sink) {
            R reply;
            try {
                reply = xlator.call(frame, op);
            } catch (FopException why) {
                sink.failed(why);
                return;
            } catch (RuntimeException | Error bug) {
                sink.failed(new FopException(Errno.EIO, bug.toString()));
                throw bug;
            }
            sink.ok(reply);
        }
    }

    /** Where a fop goes that this translator does not treat: by default to the only child. */
    protected <R extends Reply> R next(Frame frame, Fop<R> op) throws FopException {
        return child().call(frame, op);
    }

    @Override
    public Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Readlink readlink(Frame frame, Fop.Readlink op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Statfs statfs(Frame frame, Fop.Statfs op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok fsyncdir(Frame frame, Fop.Fsyncdir op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok access(Frame frame, Fop.Access op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Lk lk(Frame frame, Fop.Lk op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok inodelk(Frame frame, Fop.Inodelk op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok finodelk(Frame frame, Fop.Finodelk op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok entrylk(Frame frame, Fop.Entrylk op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok fentrylk(Frame frame, Fop.Fentrylk op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Xattrs xattrop(Frame frame, Fop.Xattrop op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Xattrs fxattrop(Frame frame, Fop.Fxattrop op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Rchecksum rchecksum(Frame frame, Fop.Rchecksum op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.PrePost setattr(Frame frame, Fop.Setattr op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.PrePost fsetattr(Frame frame, Fop.Fsetattr op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok ipc(Frame frame, Fop.Ipc op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Seek seek(Frame frame, Fop.Seek op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Lease lease(Frame frame, Fop.Lease op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.ActiveLocks getactivelk(Frame frame, Fop.Getactivelk op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Ok setactivelk(Frame frame, Fop.Setactivelk op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Attr icreate(Frame frame, Fop.Icreate op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Parent namelink(Frame frame, Fop.Namelink op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.Entry put(Frame frame, Fop.Put op) throws FopException {
        return next(frame, op);
    }

    @Override
    public Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op)
            throws FopException {
        return next(frame, op);
    }
}
