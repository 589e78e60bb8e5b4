package org.glusterj.debug.iostats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.glusterj.core.Dump;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Profiler;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Takes the profile of its graph while an option asks for it: calls and latencies from the edge to its child, sizes and
 * busiest files by itself. Type: {@code debug/io-stats}. Runs on the caller's thread; when profiling is off a fop costs
 * one volatile read. {@code measuring} is written by init and reconfigure only.
 */
final class IoStats extends Xlator implements Profiler {
    record Options(
            @Option(
                            key = "latency-measurement",
                            def = "off",
                            settable = true,
                            help = "Measure how long operations take.")
                    boolean latencyMeasurement,
            @Option(
                            key = "count-fop-hits",
                            def = "off",
                            settable = true,
                            help = "Count operations.")
                    boolean countFopHits,
            @Option(
                            key = "dump-directory",
                            def = "/var/run/gluster",
                            help = "Directory of the files that trusted.io-stats-dump writes.")
                    String dumpDirectory,
            @Option(key = "unique-id", help = "Name of the node in dumps; the node's own if empty.")
                    String uniqueId,
            @Option(key = "volume-id", help = "Identity of the volume, for dumps.") String volumeId,
            @Option(
                            key = "log-level",
                            def = "INFO",
                            settable = true,
                            help = "Log level of the process; applied by the process itself.")
                    String logLevel,
            @Option(
                            key = "threads",
                            def = "16",
                            min = 0,
                            help = "Without effect; stock sizes its global thread pool by it.")
                    int threads,
            @Option(
                            key = "global-threading",
                            def = "off",
                            help = "Without effect; there is no global thread pool.")
                    boolean globalThreading) {
        boolean measures() {
            return latencyMeasurement || countFopHits;
        }
    }

    /** Setting an attribute whose name ends so writes the profile to a file. */
    private static final String DUMP = "io-stats-dump";

    private static final Log LOG = Log.of(IoStats.class);

    private final Slot<FileCounts> files;
    private volatile Options options;
    private volatile Measuring measuring;

    IoStats(XlatorContext context, Options options) {
        super(context);
        files = context.inodeSlot(FileCounts.class);
        this.options = options;
    }

    @Override
    public void init() {
        apply(options);
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        apply(values.as(Options.class));
    }

    private synchronized void apply(Options changed) {
        options = changed;
        var running = measuring;
        if (changed.measures() && running == null) {
            measuring = new Measuring(environment(), children().getFirst(), files);
        } else if (!changed.measures() && running != null) {
            measuring = null;
            running.stop();
        }
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        var reply = next(frame, op);
        var now = measuring;
        if (now != null) {
            now.tops().count(Counter.OPEN, op.loc().inode());
        }
        return reply;
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        var now = measuring;
        if (now == null) {
            return next(frame, op);
        }
        long begun = environment().nanoTime();
        var reply = next(frame, op);
        int size = reply.data().size();
        now.traffic().read(size);
        now.tops().count(Counter.READ, op.fd().inode());
        long took = environment().nanoTime() - begun;
        now.tops().moved(Counter.READ_SPEED, op.fd().inode(), size, took);
        return reply;
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        var now = measuring;
        if (now == null) {
            return next(frame, op);
        }
        long begun = environment().nanoTime();
        var reply = next(frame, op);
        now.traffic().written(reply.count());
        now.tops().count(Counter.WRITE, op.fd().inode());
        long took = environment().nanoTime() - begun;
        now.tops().moved(Counter.WRITE_SPEED, op.fd().inode(), reply.count(), took);
        return reply;
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        var reply = next(frame, op);
        var now = measuring;
        if (now != null) {
            now.tops().count(Counter.OPENDIR, op.loc().inode());
        }
        return reply;
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        var reply = next(frame, op);
        var now = measuring;
        if (now != null) {
            now.tops().count(Counter.READDIR, op.fd().inode());
        }
        return reply;
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        var reply = next(frame, op);
        var now = measuring;
        if (now != null) {
            now.tops().count(Counter.READDIR, op.fd().inode());
        }
        return reply;
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        var rest = withoutDump(frame, op.dict());
        if (rest == op.dict()) {
            return next(frame, op);
        }
        return rest.isEmpty()
                ? Reply.Ok.PLAIN
                : next(frame, new Fop.Setxattr(op.loc(), rest, op.flags(), op.xdata()));
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        var rest = withoutDump(frame, op.dict());
        if (rest == op.dict()) {
            return next(frame, op);
        }
        return rest.isEmpty()
                ? Reply.Ok.PLAIN
                : next(frame, new Fop.Fsetxattr(op.fd(), rest, op.flags(), op.xdata()));
    }

    /** Carries a dump request out, if there is one, and returns what is left to set. */
    private Xdata withoutDump(Frame frame, Xdata dict) throws FopException {
        for (int i = 0; i < dict.size(); i++) {
            var key = dict.key(i);
            if (key.endsWith(DUMP)) {
                writeDump(frame, dict.string(key).orElse(""));
                return dict.without(key);
            }
        }
        return dict;
    }

    private void writeDump(Frame frame, String wanted) throws FopException {
        var now = options;
        var node = now.uniqueId().isEmpty() ? name() : now.uniqueId();
        var target = new DumpFile(Path.of(now.dumpDirectory()), node);
        var file = target.choose(frame.caller(), wanted);
        var running = measuring;
        try {
            target.write(file, running == null ? "profiling is off\n" : ProfileText.dump(running));
            LOG.say(IoStatsMessage.DUMP_WRITTEN, file);
        } catch (IOException e) {
            LOG.say(IoStatsMessage.DUMP_FAILED, e, file);
            throw new FopException(Errno.EIO, "the profile could not be written");
        }
    }

    @Override
    public boolean isProfiling() {
        return measuring != null;
    }

    @Override
    public Stretch sinceStart() {
        var now = measuring;
        return now == null ? Stretch.empty(-1) : now.sinceStart();
    }

    @Override
    public Stretch interval(boolean peek) {
        var now = measuring;
        if (now == null) {
            return Stretch.empty(0);
        }
        return peek ? now.sinceLastLook() : now.endInterval();
    }

    @Override
    public void clear() {
        var now = measuring;
        if (now != null) {
            now.clear();
        }
    }

    @Override
    public void clearTops() {
        var now = measuring;
        if (now != null) {
            now.clearTops();
        }
    }

    @Override
    public List<Busy> top(Counter counter, int most) {
        var now = measuring;
        return now == null ? List.of() : now.tops().busiest(counter, most);
    }

    @Override
    public void dump(Dump out) {
        var now = measuring;
        out.section("xlator.debug.io-stats." + name() + ".priv")
                .put("profiling", now == null ? 0 : 1);
        if (now == null) {
            return;
        }
        var all = now.sinceStart();
        out.put("data_read", all.bytesRead());
        out.put("data_written", all.bytesWritten());
        for (var fop : all.fops()) {
            out.put(name() + ".latency." + fop.type().name(), latency(fop));
        }
    }

    private static String latency(Calls fop) {
        return "AVG:"
                + fop.averageNanos()
                + " CNT:"
                + fop.hits()
                + " TOTAL:"
                + Math.round(fop.averageNanos() * fop.hits())
                + " MIN:"
                + fop.minNanos()
                + " MAX:"
                + fop.maxNanos();
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("debug/io-stats", Options.class, IoStats::new);
        }
    }
}
