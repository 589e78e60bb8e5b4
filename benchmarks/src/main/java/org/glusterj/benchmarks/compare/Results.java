package org.glusterj.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a comparison leaves in its directory: {@code table.txt}, {@code OURS-against-REFERENCE.png} for each pair of
 * cells, and {@code results.json} with everything, each round's raw values included. One thread.
 */
final class Results {
    /** Of the JSON; a change that readers must know about raises it. */
    private static final int FORMAT = 1;

    private final Map<String, Object> run;
    private final Map<String, Object> cells = new LinkedHashMap<>();
    private final StringBuilder memory = new StringBuilder();

    /** {@code run}: machine, options, date, load. */
    Results(Map<String, Object> run) {
        this.run = run;
    }

    /** Asks a side what it is and how much memory it uses now. */
    void describe(Side side) throws IOException {
        var words = side.ask("memory").split(" ");
        var kilobytes = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            kilobytes[i] = Long.parseLong(words[i]);
        }
        var what =
                Json.object(
                        "clientRssKilobytes", kilobytes[0],
                        "clientRssKilobytesMax", kilobytes[1],
                        "serverRssKilobytes", kilobytes[2],
                        "serverRssKilobytesMax", kilobytes[3],
                        "glusterdRssKilobytes", kilobytes[4],
                        "glusterdRssKilobytesMax", kilobytes[5],
                        "mount", side.ask("mount"),
                        "clientVolfile", side.volfile());
        cells.put(side.cell().toString(), what);
        memory.append(
                "%-18s %7.1f %7.1f %7.1f %7.1f %7.1f%n"
                        .formatted(
                                side.cell(),
                                kilobytes[0] / 1024.0,
                                kilobytes[1] / 1024.0,
                                kilobytes[2] / 1024.0,
                                kilobytes[3] / 1024.0,
                                kilobytes[4] / 1024.0));
    }

    /** Writes the files; the text of the table. */
    String write(Path directory, List<Cell> of, List<Sample> samples) throws IOException {
        var comparisons =
                Cell.pairs(of).stream().map(pair -> Comparison.of(pair, samples)).toList();
        Files.createDirectories(directory);
        var json = new LinkedHashMap<String, Object>();
        json.put("format", FORMAT);
        json.putAll(run);
        json.put("cells", cells);
        json.put("comparisons", comparisons.stream().map(Results::comparison).toList());
        json.put("samples", samples.stream().map(Results::sample).toList());
        Files.writeString(directory.resolve("results.json"), Json.text(json));
        var text = new StringBuilder();
        run.forEach(
                (name, value) -> text.append(name).append(": ").append(plain(value)).append('\n'));
        text.append('\n').append(Table.LEGEND);
        for (var comparison : comparisons) {
            text.append('\n').append(Table.of(comparison));
            Chart.write(
                    comparison,
                    run.get("date") + ", " + plain(run.get("machine")),
                    directory.resolve(comparison.pair().toString().replace(' ', '-') + ".png"));
        }
        text.append(
                "%nRSS in MiB at the end%n%-18s %7s %7s %7s %7s %8s%n"
                        .formatted("cell", "client", "(max)", "server", "(max)", "glusterd"));
        text.append(memory);
        Files.writeString(directory.resolve("table.txt"), text);
        return text.toString();
    }

    /** A map without its braces. */
    private static String plain(Object value) {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))
                : value.toString();
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        var rows = new ArrayList<Object>();
        for (var row : comparison.rows()) {
            rows.add(
                    Json.object(
                            "workload", row.workload(),
                            "threads", row.threads(),
                            "ratio", row.ratio().median(),
                            "ratioLowQuartile", row.ratio().low(),
                            "ratioHighQuartile", row.ratio().high(),
                            "wide", row.ratio().isWide(),
                            "cpuRatio", Table.isCpuKnown(row) ? row.cpuRatio() : null,
                            "reference", figures(row.reference()),
                            "ours", figures(row.ours())));
        }
        return Json.object(
                "ours", comparison.pair().ours(),
                "reference", comparison.pair().reference(),
                "smallFileGeometricMean", comparison.smallFileMean(),
                "rows", rows);
    }

    private static Map<String, Object> figures(Comparison.Figures figures) {
        return Json.object(
                "microsPerOp", figures.microsPerOp(),
                "p50Micros", figures.p50Micros(),
                "p99Micros", figures.p99Micros(),
                "clientCpuMicrosPerOp", figures.clientCpuMicros(),
                "serverCpuMicrosPerOp", figures.serverCpuMicros());
    }

    private static Map<String, Object> sample(Sample sample) {
        return Json.object(
                "workload", sample.workload(),
                "threads", sample.threads(),
                "cell", sample.cell(),
                "round", sample.round(),
                "ops", sample.ops(),
                "wallNanos", sample.wallNanos(),
                "p50Nanos", sample.p50Nanos(),
                "p99Nanos", sample.p99Nanos(),
                "clientCpuMillis", sample.clientCpuMillis(),
                "serverCpuMillis", sample.serverCpuMillis());
    }
}
