package org.glusterj.debug.iostats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import org.glusterj.core.FopMetrics;
import org.glusterj.core.FopType;
import org.glusterj.core.Profiler.Counter;

/**
 * Writes profiles in the columns of stock 10.3 (captured): as {@code volume profile info} prints them, and as the files
 * of {@code trusted.io-stats-dump} look. Latencies of the latter are microseconds as their unit says, where stock
 * prints
 * nanoseconds. Pure.
 */
final class ProfileText {
    /** Block sizes side by side. */
    private static final int COLUMNS = 3;

    private final StringBuilder out = new StringBuilder();

    /** Both stretches as the command line prints them. */
    static String info(Measuring.Stretch all, Measuring.Stretch interval) {
        var text = new ProfileText();
        text.out.append("Cumulative Stats:\n");
        text.stretch(all);
        text.out.append("Interval ").append(interval.number()).append(" Stats:\n");
        text.stretch(interval);
        return text.out.toString();
    }

    private void stretch(Measuring.Stretch stretch) {
        blockSizes(stretch.traffic());
        fops(stretch.fops());
        line(" ");
        line("%12s: %d seconds", "Duration", stretch.seconds());
        line("%12s: %d bytes", "Data Read", stretch.traffic().bytesRead());
        line("%12s: %d bytes", "Data Written", stretch.traffic().bytesWritten());
        line(" ");
    }

    private void blockSizes(Traffic traffic) {
        var used = usedBuckets(traffic);
        for (int from = 0; from < used.size(); from += COLUMNS) {
            var some = used.subList(from, Math.min(from + COLUMNS, used.size()));
            if (from > 0) {
                line(" ");
            }
            out.append(String.format("%13s:", "Block Size"));
            some.forEach(bucket -> out.append(String.format("%21s ", (1L << bucket) + "b+")));
            counts("No. of Reads", some, traffic::reads);
            counts("No. of Writes", some, traffic::writes);
            out.append('\n');
        }
    }

    private void counts(String label, List<Integer> buckets, IntToLongFunction count) {
        out.append(String.format("%n%13s:", label));
        buckets.forEach(bucket -> out.append(String.format("%21d ", count.applyAsLong(bucket))));
    }

    private static List<Integer> usedBuckets(Traffic traffic) {
        var used = new ArrayList<Integer>();
        for (int bucket = 0; bucket < Traffic.BUCKETS; bucket++) {
            if (traffic.reads(bucket) + traffic.writes(bucket) > 0) {
                used.add(bucket);
            }
        }
        return used;
    }

    private static List<FopType> usedFops(FopMetrics fops) {
        return Arrays.stream(FopType.values()).filter(type -> fops.calls(type) > 0).toList();
    }

    private void fops(FopMetrics fops) {
        line(" %-latency   Avg-latency   Min-Latency   Max-Latency   No. of calls         Fop");
        line(" ---------   -----------   -----------   -----------   ------------        ----");
        var used = usedFops(fops);
        double total = used.stream().mapToDouble(fops::totalNanos).sum();
        used.stream()
                .sorted(Comparator.comparingLong(fops::totalNanos))
                .forEach(
                        type ->
                                line(
                                        "%10.2f %10.2f ns %10.2f ns %10.2f ns %14d %11s",
                                        total == 0 ? 0 : 100 * fops.totalNanos(type) / total,
                                        average(fops, type),
                                        (double) fops.minNanos(type),
                                        (double) fops.maxNanos(type),
                                        fops.calls(type),
                                        type.name()));
    }

    private static double average(FopMetrics fops, FopType type) {
        return (double) fops.totalNanos(type) / fops.calls(type);
    }

    /** The content of a dump file. */
    static String dump(Measuring measuring) {
        var text = new ProfileText();
        text.dumpStretch("Cumulative", measuring.sinceStart());
        for (var counter : Counter.values()) {
            text.dumpTop(counter, measuring.top(counter));
        }
        var interval = measuring.sinceLastLook();
        text.dumpStretch("Interval " + interval.number(), interval);
        return text.out.toString();
    }

    private void dumpStretch(String title, Measuring.Stretch stretch) {
        line("%n=== %s stats ===", title);
        line("%14s : %d secs", "Duration", stretch.seconds());
        line("%14s : %d", "BytesRead", stretch.traffic().bytesRead());
        line("%14s : %d", "BytesWritten", stretch.traffic().bytesWritten());
        var used = usedBuckets(stretch.traffic());
        if (!used.isEmpty()) {
            out.append("\nBlock Size   :");
            used.forEach(bucket -> out.append(String.format("%18s", (1L << bucket) + "B+")));
            out.append("\nRead Count   :");
            used.forEach(
                    bucket -> out.append(String.format("%18d", stretch.traffic().reads(bucket))));
            out.append("\nWrite Count  :");
            used.forEach(
                    bucket -> out.append(String.format("%18d", stretch.traffic().writes(bucket))));
            out.append('\n');
        }
        line("%nFop           Call Count    Avg-Latency    Min-Latency    Max-Latency");
        line("---           ----------    -----------    -----------    -----------");
        var fops = stretch.fops();
        for (var type : usedFops(fops)) {
            line(
                    "%-13s %10d %11.2f us %11.2f us %11.2f us",
                    type.name(),
                    fops.calls(type),
                    average(fops, type) / 1000,
                    fops.minNanos(type) / 1000.0,
                    fops.maxNanos(type) / 1000.0);
        }
        line("------ ----- ----- ----- ----- ----- ----- -----  ----- ----- ----- -----");
    }

    private void dumpTop(Counter counter, TopList list) {
        line(
                "%n%s",
                switch (counter) {
                    case OPEN -> "==========Open File Stats========";
                    case READ -> "==========Read File Stats========";
                    case WRITE -> "==========Write File Stats========";
                    case OPENDIR -> "==========Directory open stats========";
                    case READDIR -> "========Directory readdirp Stats=======";
                });
        boolean directories = counter == Counter.OPENDIR || counter == Counter.READDIR;
        line("%nCOUNT:  \t  %s NAME", directories ? "DIRECTORY" : "FILE");
        for (var file : list.busiest(TopList.MAX)) {
            line("%-12d %s", file.get(counter), file.path());
        }
    }

    /** As {@code volume top} prints it. */
    static String top(Counter counter, List<FileCounts> files) {
        var text = new ProfileText();
        text.out.append("Count\t\tfilename\n=======================\n");
        files.forEach(file -> text.line("%d\t\t%s", file.get(counter), file.path()));
        return text.out.toString();
    }

    private void line(String format, Object... arguments) {
        out.append(
                arguments.length == 0 && !format.startsWith("%n")
                        ? format
                        : String.format(Locale.ROOT, format, arguments));
        out.append('\n');
    }
}
