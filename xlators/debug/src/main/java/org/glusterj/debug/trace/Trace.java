package org.glusterj.debug.trace;

import java.util.ArrayDeque;
import java.util.Set;
import org.glusterj.core.Dump;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Tells of each fop that {@code include-ops} and {@code exclude-ops} leave: what it was about, how it ended and how
 * long that took, in the log ({@code log-file}) or among the last {@code history-size} of the statedump ({@code
 * log-history}). Type: {@code debug/trace}. Runs on the caller's thread; options are replaced as a whole, the history
 * is guarded by its monitor.
 */
final class Trace extends Xlator {
    record Options(
            @Option(
                            key = "include-ops",
                            settable = true,
                            help = "Names of the fops that are told of; all without.")
                    String include,
            @Option(
                            key = "exclude-ops",
                            settable = true,
                            help = "Names of fops that are not told of.")
                    String exclude,
            @Option(
                            key = "history-size",
                            def = "1024",
                            min = 1,
                            max = 1 << 16,
                            settable = true,
                            help = "How many fops the statedump shows.")
                    int historySize,
            @Option(key = "log-file", def = "no", settable = true, help = "Tell in the log.")
                    boolean logFile,
            @Option(
                            key = "log-history",
                            def = "no",
                            settable = true,
                            help = "Tell in the statedump.")
                    boolean logHistory) {
        Options {
            FopType.listed(include);
            FopType.listed(exclude);
        }
    }

    private record Settings(Options options, Set<FopType> include, Set<FopType> exclude) {
        static Settings of(Options options) {
            return new Settings(
                    options, FopType.listed(options.include()), FopType.listed(options.exclude()));
        }

        boolean wants(FopType type) {
            return (options.logFile() || options.logHistory())
                    && (include.isEmpty() || include.contains(type))
                    && !exclude.contains(type);
        }
    }

    private static final Log LOG = Log.of(Trace.class);

    private final ArrayDeque<String> history = new ArrayDeque<>();
    private volatile Settings settings;

    Trace(XlatorContext context, Options options) {
        super(context);
        settings = Settings.of(options);
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        settings = Settings.of(values.as(Options.class));
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        var now = settings;
        if (!now.wants(op.type())) {
            return next(frame, op);
        }
        long began = environment().nanoTime();
        var ended = "unknown";
        try {
            R reply = next(frame, op);
            ended = "ok";
            return reply;
        } catch (FopException why) {
            ended = why.errno().name();
            throw why;
        } finally {
            tell(now.options(), frame, op, ended, (environment().nanoTime() - began) / 1000);
        }
    }

    private void tell(Options now, Frame frame, Fop<?> op, String ended, long micros) {
        var about = about(op);
        if (now.logFile()) {
            LOG.say(TraceMessage.FOP, name(), frame.unique(), op.type(), about, ended, micros);
        }
        if (now.logHistory()) {
            var line = frame.unique() + " " + op.type() + " " + about + " " + ended + " " + micros;
            synchronized (history) {
                history.addLast(line);
                while (history.size() > now.historySize()) {
                    history.removeFirst();
                }
            }
        }
    }

    private static String about(Fop<?> op) {
        var inode = op.inode();
        var gfid = inode == null ? "-" : inode.gfid().toString();
        return op instanceof Fop.OnLoc<?> onLoc && onLoc.loc().isEntry()
                ? gfid + " " + onLoc.loc().pargfid() + "/" + onLoc.loc().name()
                : gfid;
    }

    @Override
    public void dump(Dump out) {
        var section = out.section("xlator.debug.trace." + name());
        synchronized (history) {
            int i = 0;
            for (var line : history) {
                section.put("fop[" + i++ + "]", line);
            }
        }
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("debug/trace", Options.class, Trace::new);
        }
    }
}
