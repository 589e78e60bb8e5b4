package org.glusterj.meta;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Slot;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Puts the directory {@code .meta} into the root of a mount; a client puts this node on top of its graph. Type: {@code
 * meta}. Runs on the caller's thread. A fop concerns the directory when its inode's gfid is a virtual one or its
 * name is
 * {@code .meta} in the root; all others pass at the price of comparing a number. The directory does not show in
 * listings
 * of the root, as in stock.
 */
final class Meta extends Xlator {
    record Options(
            @Option(
                            key = "meta-dir-name",
                            def = ".meta",
                            help = "Name of the virtual directory in the root.")
                    String metaDirName) {}

    private final Slot<byte[]> contents;
    private final String directoryName;
    private MetaView view;

    Meta(XlatorContext context, Options options) {
        super(context);
        contents = context.fdSlot(byte[].class);
        directoryName = options.metaDirName();
    }

    @Override
    public void init() throws GraphException {
        if (directoryName.isEmpty() || directoryName.contains("/")) {
            throw new GraphException(name() + ": meta-dir-name must be a name");
        }
        view = new MetaView(context(), contents);
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        if (!values.as(Options.class).metaDirName().equals(directoryName)) {
            throw new GraphException(name() + ": meta-dir-name cannot change while the graph runs");
        }
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (!concerns(op)) {
            return next(frame, op);
        }
        if (op instanceof Fop.Statfs statfs) {
            var root = Loc.of(statfs.loc().inode().table().root());
            @SuppressWarnings("unchecked") // R is the reply of Statfs
            var reply = (R) next(frame, statfs.withLoc(root));
            return reply;
        }
        return view.call(frame, op);
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (concerns(op)) {
            super.start(frame, op, sink);
        } else {
            child().start(frame, op, sink);
        }
    }

    private boolean concerns(Fop<?> op) {
        return switch (op) {
            case Fop.OnLoc<?> onLoc -> isVirtual(onLoc.loc());
            case Fop.OnFd<?> onFd -> isVirtual(onFd.fd().inode());
            case Fop.Rename rename -> isVirtual(rename.oldLoc()) || isVirtual(rename.newLoc());
            case Fop.Link link -> isVirtual(link.oldLoc()) || isVirtual(link.newLoc());
            case Fop.CopyFileRange copy ->
                    isVirtual(copy.fdIn().inode()) || isVirtual(copy.fdOut().inode());
            case Fop.Ipc ipc -> false;
        };
    }

    private boolean isVirtual(Inode inode) {
        return view.isVirtual(inode.gfid());
    }

    private boolean isVirtual(Loc loc) {
        var parent = loc.parent();
        if (parent != null
                && (isVirtual(parent) || parent.isRoot() && loc.name().equals(directoryName))) {
            return true;
        }
        return view.isVirtual(loc.gfid()) || isVirtual(loc.inode());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("meta", Options.class, Meta::new);
        }
    }
}
