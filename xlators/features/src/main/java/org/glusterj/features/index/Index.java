package org.glusterj.features.index;

import org.glusterj.core.Errno;
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
 * Stands in every brick graph of a stock volfile, but is only used by replicate and disperse. Until the index is
 * written, changing a counter that it watches fails with EOPNOTSUPP, because a pending counter without an index entry
 * would never be healed; all else passes. Type: {@code features/index}. Runs on the caller's thread; options are
 * replaced as a whole.
 */
final class Index extends Xlator {
    record Options(
            @Option(key = "index-base", help = "Directory of the index on the brick.")
                    String indexBase,
            @Option(
                            key = "xattrop-pending-watchlist",
                            help = "Prefixes of the pending counters, separated by commas.")
                    String pendingWatchlist,
            @Option(
                            key = "xattrop-dirty-watchlist",
                            help = "Prefixes of the dirty counters, separated by commas.")
                    String dirtyWatchlist,
            @Option(
                            key = "xattrop64-watchlist",
                            help = "Prefixes of 64-bit counters, separated by commas.")
                    String watchlist64) {
        String[] watched() {
            return (pendingWatchlist + "," + dirtyWatchlist + "," + watchlist64).split("[, ]+");
        }
    }

    private static final String VIRTUAL = "glusterfs.xattrop_";

    private volatile String[] watched;

    Index(XlatorContext context, Options options) {
        super(context);
        watched = options.watched();
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        watched = values.as(Options.class).watched();
    }

    @Override
    public Reply.Xattrs xattrop(Frame frame, Fop.Xattrop op) throws FopException {
        refuseWatched(op.dict());
        return next(frame, op);
    }

    @Override
    public Reply.Xattrs fxattrop(Frame frame, Fop.Fxattrop op) throws FopException {
        refuseWatched(op.dict());
        return next(frame, op);
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        if (op.name().startsWith(VIRTUAL)) {
            throw new FopException(Errno.EOPNOTSUPP, "the index is not written yet");
        }
        return next(frame, op);
    }

    private void refuseWatched(Xdata dict) throws FopException {
        for (int i = 0; i < dict.size(); i++) {
            for (var prefix : watched) {
                if (!prefix.isEmpty() && dict.key(i).startsWith(prefix) && changes(dict, i)) {
                    throw new FopException(Errno.EOPNOTSUPP, "the index is not written yet");
                }
            }
        }
    }

    /** Adding zeros is how counters are read. */
    private static boolean changes(Xdata dict, int i) {
        var operand = dict.bytes(dict.key(i)).orElse(null);
        if (operand == null) {
            return true;
        }
        for (byte b : operand) {
            if (b != 0) {
                return true;
            }
        }
        return false;
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/index", Options.class, Index::new);
        }
    }
}
