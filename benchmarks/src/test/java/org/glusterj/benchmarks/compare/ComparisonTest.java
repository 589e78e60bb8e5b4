package org.glusterj.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final Cell OURS = Cell.GLUSTERJ_GLUSTERJ;
    private static final Cell STOCK = Cell.STOCK_STOCK;
    private static final Cell.Pair PAIR = new Cell.Pair(OURS, STOCK);

    /** 100 operations of {@code micros} each, 10 ms of CPU in the client and 30 ms in the server. */
    private static Sample sample(Workload workload, Cell cell, int round, long micros) {
        long nanos = micros * 1000;
        return new Sample(workload, 1, cell, round, 100, 100 * nanos, nanos, nanos, 10, 30);
    }

    /** The medians of both cells are 200, yet ours is twice as fast in two rounds of three. */
    private static final List<Sample> THREE_ROUNDS =
            List.of(
                    sample(Workload.STAT, OURS, 1, 100),
                    sample(Workload.STAT, STOCK, 1, 200),
                    sample(Workload.STAT, OURS, 2, 200),
                    sample(Workload.STAT, STOCK, 2, 400),
                    sample(Workload.STAT, OURS, 3, 400),
                    sample(Workload.STAT, STOCK, 3, 100));

    @Test
    void theRatioIsTheMedianOfTheRoundsNotTheRatioOfTheMedians() {
        var row = Comparison.of(PAIR, THREE_ROUNDS).rows().getFirst();
        assertThat(row.ours().microsPerOp()).isEqualTo(200);
        assertThat(row.reference().microsPerOp()).isEqualTo(200);
        assertThat(row.ratio()).isEqualTo(new Quartiles(1.125, 2, 2));
        assertThat(row.ratio().isWide()).isTrue();
    }

    @Test
    void cpuIsThatOfAllRoundsByAllOperations() {
        var row = Comparison.of(PAIR, THREE_ROUNDS).rows().getFirst();
        assertThat(row.ours().clientCpuMicros()).isEqualTo(100);
        assertThat(row.ours().serverCpuMicros()).isEqualTo(300);
        assertThat(row.cpuRatio()).isEqualTo(1);
    }

    @Test
    void roundsWithoutACounterpartDoNotCount() {
        var samples =
                List.of(
                        sample(Workload.STAT, OURS, 1, 100),
                        sample(Workload.STAT, STOCK, 1, 300),
                        sample(Workload.STAT, OURS, 2, 100),
                        sample(Workload.CHMOD, OURS, 1, 100));
        var rows = Comparison.of(PAIR, samples).rows();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().ratio()).isEqualTo(new Quartiles(3, 3, 3));
    }

    @Test
    void theMeanIsGeometricAndOfSmallFilesOnly() {
        var samples =
                List.of(
                        sample(Workload.STAT, OURS, 1, 100),
                        sample(Workload.STAT, STOCK, 1, 800),
                        sample(Workload.LIST, OURS, 1, 100),
                        sample(Workload.LIST, STOCK, 1, 200),
                        sample(Workload.SEQ_READ, OURS, 1, 100),
                        sample(Workload.SEQ_READ, STOCK, 1, 900));
        assertThat(Comparison.of(PAIR, samples).smallFileMean()).isCloseTo(4, within(1e-9));
    }

    @Test
    void theTableMarksSlowAndWideRows() {
        var samples =
                List.of(
                        sample(Workload.STAT, OURS, 1, 200),
                        sample(Workload.STAT, STOCK, 1, 100),
                        sample(Workload.STAT, OURS, 2, 200),
                        sample(Workload.STAT, STOCK, 2, 180),
                        sample(Workload.CHMOD, OURS, 1, 100),
                        sample(Workload.CHMOD, STOCK, 1, 150));
        assertThat(Table.of(Comparison.of(PAIR, samples)).lines())
                .anyMatch(
                        line -> line.matches("stat +1 +140.0 +200.0 +0.70 \\[0.60 0.80\\] +<~ .*"))
                .anyMatch(
                        line -> line.matches("chmod +1 +150.0 +100.0 +1.50 \\[1.50 1.50\\] {5}.*"));
    }

    @Test
    void theChartIsAPicture(@TempDir Path directory) throws Exception {
        var file = directory.resolve("chart.png");
        Chart.write(Comparison.of(PAIR, THREE_ROUNDS), "a machine", file);
        var image = ImageIO.read(Files.newInputStream(file));
        long colours = image.getWidth() * (long) image.getHeight();
        assertThat(colours).isPositive();
        var pixels =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertThat(java.util.Arrays.stream(pixels).distinct().count()).isGreaterThan(5);
    }
}
