package org.glusterj.features.selinux;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Stores a client's {@code security.selinux} as {@code trusted.glusterfs.selinux}, because the former is the label of
 * the brick's own policy. Type: {@code features/selinux}. Runs on the caller's thread; options are replaced as a whole.
 * Listings show the client's name, so the stored one stays out of sight.
 */
final class Selinux extends Xlator {
    record Options(
            @Option(
                            key = "selinux",
                            def = "off",
                            settable = true,
                            opVersion = 31_100,
                            help = "Let clients keep SELinux labels on the volume.")
                    boolean selinux) {}

    static final String CLIENT_NAME = "security.selinux";
    static final String STORED_NAME = "trusted.glusterfs.selinux";

    private volatile Options options;

    Selinux(XlatorContext context, Options options) {
        super(context);
        this.options = options;
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        if (!concerns(op.name())) {
            return next(frame, op);
        }
        var reply = next(frame, new Fop.Getxattr(op.loc(), stored(op.name()), op.xdata()));
        return shown(reply, op.name().isEmpty());
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        if (!concerns(op.name())) {
            return next(frame, op);
        }
        var reply = next(frame, new Fop.Fgetxattr(op.fd(), stored(op.name()), op.xdata()));
        return shown(reply, op.name().isEmpty());
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        return concerns(op.dict())
                ? next(frame, new Fop.Setxattr(op.loc(), stored(op.dict()), op.flags(), op.xdata()))
                : next(frame, op);
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        return concerns(op.dict())
                ? next(frame, new Fop.Fsetxattr(op.fd(), stored(op.dict()), op.flags(), op.xdata()))
                : next(frame, op);
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        return next(
                frame,
                concerns(op.name())
                        ? new Fop.Removexattr(op.loc(), stored(op.name()), op.xdata())
                        : op);
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        return next(
                frame,
                concerns(op.name())
                        ? new Fop.Fremovexattr(op.fd(), stored(op.name()), op.xdata())
                        : op);
    }

    /** The label itself, or a listing that may contain it. */
    private boolean concerns(String name) {
        return options.selinux() && (name.isEmpty() || name.equals(CLIENT_NAME));
    }

    private boolean concerns(Xdata dict) {
        return options.selinux() && dict.contains(CLIENT_NAME);
    }

    private static String stored(String name) {
        return name.equals(CLIENT_NAME) ? STORED_NAME : name;
    }

    private static Xdata stored(Xdata dict) {
        return renamed(dict, CLIENT_NAME, STORED_NAME, STORED_NAME);
    }

    /** A listing must not show the brick's own label under the client's name either. */
    private static Reply.Xattrs shown(Reply.Xattrs reply, boolean listing) {
        var dict = reply.dict();
        if (!dict.contains(STORED_NAME) && !(listing && dict.contains(CLIENT_NAME))) {
            return reply;
        }
        return new Reply.Xattrs(
                renamed(dict, STORED_NAME, CLIENT_NAME, CLIENT_NAME), reply.xdata());
    }

    /** A copy in which {@code from} is called {@code to} and a pair called {@code dropped} before is gone. */
    private static Xdata renamed(Xdata dict, String from, String to, String dropped) {
        var copy = new Xdata.Builder(dict.size());
        for (int i = 0; i < dict.size(); i++) {
            if (dict.key(i).equals(from)) {
                copy.put(to, dict.value(i));
            } else if (!dict.key(i).equals(dropped)) {
                copy.put(dict.key(i), dict.value(i));
            }
        }
        return copy.build();
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/selinux", Options.class, Selinux::new);
        }
    }
}
