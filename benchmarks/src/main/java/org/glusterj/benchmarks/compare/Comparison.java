package org.glusterj.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Two cells side by side, a row for each workload and number of callers. A ratio is the reference's time by ours, taken
 * round by round and then the median: above 1 ours is faster. Pure.
 */
record Comparison(Cell.Pair pair, List<Row> rows) {

    /** One cell's part of a row: medians over the rounds, and CPU time of all rounds by all their operations. */
    record Figures(
            double microsPerOp,
            double p50Micros,
            double p99Micros,
            double clientCpuMicros,
            double serverCpuMicros) {
        double cpuMicros() {
            return clientCpuMicros + serverCpuMicros;
        }

        private static Figures of(List<Sample> samples) {
            double ops = samples.stream().mapToLong(Sample::ops).sum();
            return new Figures(
                    median(samples, Sample::microsPerOp),
                    median(samples, sample -> sample.p50Nanos() / 1e3),
                    median(samples, sample -> sample.p99Nanos() / 1e3),
                    samples.stream().mapToLong(Sample::clientCpuMillis).sum() * 1e3 / ops,
                    samples.stream().mapToLong(Sample::serverCpuMillis).sum() * 1e3 / ops);
        }

        private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
            return Quartiles.of(samples.stream().mapToDouble(value).toArray()).median();
        }
    }

    record Row(Workload workload, int threads, Quartiles ratio, Figures reference, Figures ours) {
        /** The reference's CPU time by ours; NaN when the ticks of the clock show none. */
        double cpuRatio() {
            return ours.cpuMicros() > 0 && reference.cpuMicros() > 0
                    ? reference.cpuMicros() / ours.cpuMicros()
                    : Double.NaN;
        }
    }

    static Comparison of(Cell.Pair pair, List<Sample> samples) {
        var rows = new ArrayList<Row>();
        for (var workload : Workload.values()) {
            samples.stream()
                    .filter(sample -> sample.workload() == workload)
                    .mapToInt(Sample::threads)
                    .distinct()
                    .sorted()
                    .mapToObj(threads -> row(pair, workload, threads, samples))
                    .forEach(rows::addAll);
        }
        return new Comparison(pair, rows);
    }

    /** The row, or nothing when no round has both cells. */
    private static List<Row> row(
            Cell.Pair pair, Workload workload, int threads, List<Sample> samples) {
        var ours = new ArrayList<Sample>();
        var reference = new ArrayList<Sample>();
        for (var mine : samples) {
            if (mine.workload() != workload
                    || mine.threads() != threads
                    || mine.cell() != pair.ours()) {
                continue;
            }
            for (var theirs : samples) {
                if (theirs.workload() == workload
                        && theirs.threads() == threads
                        && theirs.cell() == pair.reference()
                        && theirs.round() == mine.round()) {
                    ours.add(mine);
                    reference.add(theirs);
                }
            }
        }
        if (ours.isEmpty()) {
            return List.of();
        }
        var ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = reference.get(i).microsPerOp() / ours.get(i).microsPerOp();
        }
        return List.of(
                new Row(
                        workload,
                        threads,
                        Quartiles.of(ratios),
                        Figures.of(reference),
                        Figures.of(ours)));
    }

    /** Geometric mean of the small-file ratios, NaN without any. */
    double smallFileMean() {
        return Math.exp(
                rows.stream()
                        .filter(Comparison::isSmallFile)
                        .mapToDouble(row -> Math.log(row.ratio().median()))
                        .average()
                        .orElse(Double.NaN));
    }

    private static boolean isSmallFile(Row row) {
        var kind = row.workload().kind();
        return kind == Workload.Kind.SMALL || kind == Workload.Kind.LISTING;
    }
}
