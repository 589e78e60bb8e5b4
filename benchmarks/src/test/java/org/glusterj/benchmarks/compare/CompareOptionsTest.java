package org.glusterj.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompareOptionsTest {
    @Test
    void withoutWordsEverythingIsMeasured() throws Exception {
        var options = CompareOptions.parse();
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.threads()).containsExactly(1, 16);
        assertThat(options.workloads()).containsExactlyInAnyOrder(Workload.values());
        assertThat(options.cells()).containsExactly(Cell.values());
        assertThat(options.entries()).isEqualTo(10_000);
        assertThat(options.mebibytes()).isEqualTo(1024);
    }

    @Test
    void quickIsSmallAndCanBeOverridden() throws Exception {
        var options = CompareOptions.parse("--quick", "--rounds=7", "--cells", "plain-stock");
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.cells()).containsExactly(Cell.PLAIN_STOCK);
        assertThat(options.mebibytes()).isEqualTo(64);
    }

    @Test
    void shapesThatGlusterjCannotServeAreRefused() throws Exception {
        assertThatThrownBy(() -> CompareOptions.parse("--shape", "disperse", "--bricks", "3"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("dispersed")
                .hasMessageContaining("--cells stock-stock,plain-stock");
        assertThat(CompareOptions.parse("--shape", "replica", "--bricks", "3").isLoneBrick())
                .isFalse();
        var stock =
                CompareOptions.parse(
                        "--shape", "disperse", "--bricks", "3", "--cells", "stock-stock");
        assertThat(stock.bricks()).isEqualTo(3);
    }

    @Test
    void nonsenseIsRefusedByName() {
        refused("unknown option --round", "--round", "5");
        refused("--rounds needs a value", "--rounds");
        refused("--rounds 0", "--rounds", "0");
        refused("--ops many", "--ops", "many");
        refused("no workload stats", "--workloads", "stats");
        refused("no cell stock", "--cells", "stock");
        refused("names a cell twice", "--cells", "stock-stock,stock-stock");
        refused("--shape stripe", "--shape", "stripe");
        refused("--shape replica needs --bricks 2", "--shape", "replica");
        refused("unexpected argument 5", "5");
    }

    private static void refused(String message, String... words) {
        assertThatThrownBy(() -> CompareOptions.parse(words))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aStockClientIsComparedWithItsOwnKind() {
        assertThat(Cell.pairs(List.of(Cell.values())))
                .extracting(Cell.Pair::toString)
                .containsExactly(
                        "glusterj-glusterj against stock-stock",
                        "glusterj-glusterj against plain-stock",
                        "glusterj-stock against stock-stock",
                        "glusterj-stock against plain-stock",
                        "stock-glusterj against stock-stock",
                        "plain-glusterj against plain-stock");
    }

    @Test
    void withoutACellOfOursTheStockClientsAreCompared() {
        assertThat(Cell.pairs(List.of(Cell.STOCK_STOCK, Cell.PLAIN_STOCK)))
                .extracting(Cell.Pair::toString)
                .containsExactly("plain-stock against stock-stock");
        assertThat(Cell.pairs(List.of(Cell.STOCK_STOCK))).isEmpty();
    }
}
