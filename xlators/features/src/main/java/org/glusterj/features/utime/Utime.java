package org.glusterj.features.utime;

import org.glusterj.core.Caller;
import org.glusterj.core.Dump;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Mdata;
import org.glusterj.core.OpTime;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Stamps each operation with the client's time, so that all bricks store the same times, and gives stored times to
 * objects that have none. Type: {@code features/utime}. Runs on the caller's thread; options are replaced as a whole.
 * Whoever works through this translator is stamped, daemons with negative pids too: without a stamp the stored times
 * would stay as they are for everyone.
 *
 * <p>A stock 10.3 client leaves out the stamp of SETXATTR (captured); we send it, as POSIX wants ctime to move.
 */
final class Utime extends Xlator {
    record Options(
            @Option(
                            key = "noatime",
                            def = "on",
                            settable = true,
                            opVersion = 50_000,
                            help = "Let reading leave the access time as it is.")
                    boolean noatime) {}

    /** Asked for in LOOKUP, answered with the stored times when there are any. */
    static final String STORED_TIMES = "trusted.glusterfs.mdata";

    /** Set to give an object the times its inode has now. */
    static final String INITIAL_TIMES = "set-ctime-mdata";

    private static final Log LOG = Log.of(Utime.class);
    private static final int[] NO_GROUPS = {};
    private static final Xdata ASK = Xdata.EMPTY.withInt(STORED_TIMES, 1);

    private volatile Options options;

    Utime(XlatorContext context, Options options) {
        super(context);
        this.options = options;
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        int flags = Stamps.of(op, options.noatime());
        if (flags == Stamps.NO_TIME) {
            return op.applyTo(this, frame);
        }
        return next(frame.at(time(flags, op)), op);
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        int flags = Stamps.of(op, options.noatime());
        if (flags == Stamps.NO_TIME) {
            super.start(frame, op, sink);
        } else {
            child().start(frame.at(time(flags, op)), op, sink);
        }
    }

    private OpTime time(int flags, Fop<?> op) {
        var asked = Stamps.nowOf(op, flags);
        if (asked != null) {
            return asked;
        }
        long now = environment().epochNanos();
        return new OpTime(
                flags,
                Math.floorDiv(now, 1_000_000_000L),
                (int) Math.floorMod(now, 1_000_000_000L));
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        var asked = op.xdata();
        var request =
                asked.contains(STORED_TIMES)
                        ? op
                        : op.withXdata(asked.isEmpty() ? ASK : asked.withInt(STORED_TIMES, 1));
        var reply = next(frame, request);
        if (!reply.xdata().contains(STORED_TIMES) && !reply.iatt().gfid().isNull()) {
            storeTimes(frame, op.loc(), reply.iatt());
        }
        return reply;
    }

    /** A failure only means that the next lookup tries again; the lookup itself has succeeded. */
    private void storeTimes(Frame frame, Loc loc, Iatt iatt) {
        var initial = Xdata.EMPTY.with(INITIAL_TIMES, new XdataValue.MdataValue(times(iatt)));
        var target = new Loc(null, "", loc.inode(), iatt.gfid());
        var root =
                new Caller(
                        0,
                        0,
                        NO_GROUPS,
                        Caller.PID_SET_UTIME,
                        LkOwner.NONE,
                        frame.caller().client());
        try {
            next(frame.as(root).at(OpTime.NONE), new Fop.Setxattr(target, initial, 0, Xdata.NULL));
        } catch (FopException why) {
            LOG.say(UtimeMessage.TIMES_NOT_STORED, iatt.gfid(), why.errno().name());
        }
    }

    private static Mdata times(Iatt iatt) {
        return new Mdata(
                iatt.atime(),
                iatt.atimeNsec(),
                iatt.mtime(),
                iatt.mtimeNsec(),
                iatt.ctime(),
                iatt.ctimeNsec());
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.features.utime." + name() + ".priv")
                .put("noatime", options.noatime() ? 1 : 0);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/utime", Options.class, Utime::new);
        }
    }
}
