package org.glusterj.debug.iostats;

import java.util.Locale;
import java.util.Map;
import org.glusterj.core.Profiler;
import org.glusterj.core.Profiler.Counter;

/**
 * Writes profiles as the files of {@code trusted.io-stats-dump} of stock 10.3 look (captured). Latencies are
 * microseconds as their unit says, where stock prints nanoseconds. Pure.
 */
final class ProfileText {
    /** Of lists that are written. */
    private static final Map<Counter, String> TITLES =
            Map.of(
                    Counter.OPEN, "==========Open File Stats========",
                    Counter.READ, "==========Read File Stats========",
                    Counter.WRITE, "==========Write File Stats========",
                    Counter.OPENDIR, "==========Directory open stats========",
                    Counter.READDIR, "========Directory readdirp Stats=======");

    private final StringBuilder out = new StringBuilder();

    /** The content of a dump file. */
    static String dump(Measuring measuring) {
        var text = new ProfileText();
        text.dumpStretch("Cumulative", measuring.sinceStart());
        for (var counter : Counter.values()) {
            if (TITLES.containsKey(counter)) {
                text.dumpTop(counter, measuring.tops());
            }
        }
        var interval = measuring.endInterval();
        text.dumpStretch("Interval " + interval.number(), interval);
        return text.out.toString();
    }

    private void dumpStretch(String title, Profiler.Stretch stretch) {
        line("%n=== %s stats ===", title);
        line("%14s : %d secs", "Duration", stretch.seconds());
        line("%14s : %d", "BytesRead", stretch.bytesRead());
        line("%14s : %d", "BytesWritten", stretch.bytesWritten());
        var blocks = stretch.blocks();
        if (!blocks.isEmpty()) {
            out.append("\nBlock Size   :");
            blocks.forEach(block -> out.append(String.format("%18s", block.size() + "B+")));
            out.append("\nRead Count   :");
            blocks.forEach(block -> out.append(String.format("%18d", block.reads())));
            out.append("\nWrite Count  :");
            blocks.forEach(block -> out.append(String.format("%18d", block.writes())));
            out.append('\n');
        }
        line("%nFop           Call Count    Avg-Latency    Min-Latency    Max-Latency");
        line("---           ----------    -----------    -----------    -----------");
        for (var fop : stretch.fops()) {
            line(
                    "%-13s %10d %11.2f us %11.2f us %11.2f us",
                    fop.type().name(),
                    fop.hits(),
                    fop.averageNanos() / 1000,
                    fop.minNanos() / 1000.0,
                    fop.maxNanos() / 1000.0);
        }
        line("------ ----- ----- ----- ----- ----- ----- -----  ----- ----- ----- -----");
    }

    private void dumpTop(Counter counter, Tops tops) {
        line("%n%s", TITLES.get(counter));
        boolean directories = counter == Counter.OPENDIR || counter == Counter.READDIR;
        line("%nCOUNT:  \t  %s NAME", directories ? "DIRECTORY" : "FILE");
        for (var file : tops.busiest(counter, TopList.MAX)) {
            line("%-12d %s", file.count(), file.path());
        }
    }

    private void line(String format, Object... arguments) {
        out.append(
                arguments.length == 0 && !format.startsWith("%n")
                        ? format
                        : String.format(Locale.ROOT, format, arguments));
        out.append('\n');
    }
}
