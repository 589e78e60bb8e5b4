package org.glusterj.benchmarks.compare;

import java.util.Locale;

/** Comparisons as text. Pure. */
final class Table {
    static final String LEGEND =
            """
            us/op: wall time by operations; p50, p99: times of single operations; medians of the rounds.
            ratio: reference by ours, round by round; its median and [quartiles]; above 1 ours is faster.
            < marks a ratio below 1, ~ quartiles that are more than 20 % of the median apart (measure again).
            CPU us/op: of the client + of the server process, user and system, all rounds; the ratio as above.
            """;

    private Table() {}

    static String of(Comparison comparison) {
        var text = new StringBuilder();
        text.append(comparison.pair()).append('\n');
        text.append(
                "%-18s %3s %19s %6s %-13s %-2s %17s %19s %15s %15s %6s%n"
                        .formatted(
                                "",
                                "",
                                "us/op",
                                "",
                                "",
                                "",
                                "p50 us",
                                "p99 us",
                                "CPU us/op",
                                "CPU us/op",
                                "CPU"));
        text.append(
                "%-18s %3s %9s %9s %6s %-13s %-2s %8s %8s %9s %9s %15s %15s %6s%n"
                        .formatted(
                                "workload",
                                "thr",
                                "reference",
                                "ours",
                                "ratio",
                                "[quartiles]",
                                "",
                                "ref.",
                                "ours",
                                "ref.",
                                "ours",
                                "reference",
                                "ours",
                                "ratio"));
        comparison.rows().forEach(row -> text.append(line(row)));
        if (!Double.isNaN(comparison.smallFileMean())) {
            text.append(
                    "small files and listings, geometric mean of the ratios: %.2f%n"
                            .formatted(comparison.smallFileMean()));
        }
        return text.toString();
    }

    private static String line(Comparison.Row row) {
        var ratio = row.ratio();
        var marks = (ratio.median() < 1 ? "<" : " ") + (ratio.isWide() ? "~" : " ");
        return String.format(
                Locale.ROOT,
                "%-18s %3d %9.1f %9.1f %6.2f %-13s %s %8s %8s %9s %9s %15s %15s %6s%n",
                row.workload(),
                row.threads(),
                row.reference().microsPerOp(),
                row.ours().microsPerOp(),
                ratio.median(),
                String.format(Locale.ROOT, "[%.2f %.2f]", ratio.low(), ratio.high()),
                marks,
                micros(row.reference().p50Micros()),
                micros(row.ours().p50Micros()),
                micros(row.reference().p99Micros()),
                micros(row.ours().p99Micros()),
                cpu(row, row.reference()),
                cpu(row, row.ours()),
                isCpuKnown(row) && !Double.isNaN(row.cpuRatio())
                        ? String.format(Locale.ROOT, "%.2f", row.cpuRatio())
                        : "-");
    }

    /** A mount starts a client of its own, whose CPU time nobody counted. */
    static boolean isCpuKnown(Comparison.Row row) {
        return row.workload() != Workload.MOUNT && row.workload() != Workload.MOUNT_SPARE;
    }

    private static String micros(double value) {
        return value > 0 ? String.format(Locale.ROOT, "%.1f", value) : "-";
    }

    private static String cpu(Comparison.Row row, Comparison.Figures figures) {
        return isCpuKnown(row)
                ? String.format(
                        Locale.ROOT,
                        "%.1f + %.1f",
                        figures.clientCpuMicros(),
                        figures.serverCpuMicros())
                : "-";
    }
}
