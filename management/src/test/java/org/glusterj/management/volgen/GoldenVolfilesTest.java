package org.glusterj.management.volgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.glusterj.management.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of volumes with usual settings equal those that a stock 10.3 made. */
class GoldenVolfilesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "single-brick",
                "plain-distribute-3",
                "replica-3",
                "replica-3-arbiter-1",
                "disperse-4-plus-2",
                "distributed-replicate-2x3",
                "sharded-replica-3",
                "tls-single-brick",
                "options-example",
                "quota-bitrot"
            })
    void graphsEqualStocks(String folder) throws Exception {
        var volume = StockVolumes.recorded(folder);
        int compared = 0;
        for (int i = 0; i < volume.bricks().size(); i++) {
            var name = folder + "/brick" + (i + 1) + ".vol";
            if (StockVolumes.has("goldens/" + name)) {
                var graph = Volgen.brick(volume, volume.bricks().get(i), facts(name));
                assertThat(graph.write()).as(name).isEqualTo(text(name));
                compared++;
            }
        }
        assertThat(compared).isPositive();
        assertThat(Volgen.client(volume, false, Facts.USUAL).write())
                .isEqualTo(text(folder + "/client.vol"));
        assertThat(Volgen.client(volume, true, Facts.USUAL).write())
                .isEqualTo(text(folder + "/client-trusted.vol"));
        var heal = folder + "/self-heal-daemon.vol";
        assertThat(Volgen.heal(volume, Facts.USUAL).isPresent())
                .isEqualTo(StockVolumes.has("goldens/" + heal));
        if (StockVolumes.has("goldens/" + heal)) {
            assertThat(Volgen.heal(volume, Facts.USUAL).orElseThrow().write())
                    .isEqualTo(text(heal));
        }
    }

    /** Recorded between {@code remove-brick} start and commit of the fifth brick. */
    @Test
    void graphsNameABrickThatLeavesAsStocks() throws Exception {
        var folder = "removing-a-brick";
        var task =
                new Task(
                        UUID.randomUUID(),
                        Task.Kind.REMOVE_BRICK,
                        List.of(4),
                        1_481_029_532,
                        false);
        var volume = StockVolumes.recorded(folder).withTask(task);
        var leaving = volume.bricks().getLast();
        var brick = folder + "/brick5.vol";
        assertThat(Volgen.brick(volume, leaving, facts(brick)).write()).isEqualTo(text(brick));
        assertThat(Volgen.client(volume, false, Facts.USUAL).write())
                .isEqualTo(text(folder + "/client.vol"));
        assertThat(Volgen.client(volume, true, Facts.USUAL).write())
                .isEqualTo(text(folder + "/client-trusted.vol"));
        assertThat(Volgen.rebalance(volume, Facts.USUAL).orElseThrow().write())
                .isEqualTo(text(folder + "/rebalance.vol"));
    }

    /** How many bricks share a file system, and how often quota was switched on, the golden says itself. */
    private static Facts facts(String name) {
        var usual = Facts.USUAL;
        return new Facts(
                usual.workDirectory(),
                false,
                number(name, "shared-brick-count"),
                number(name, "quota-version"));
    }

    private static int number(String name, String option) {
        var line =
                StockVolumes.lines("goldens/" + name).stream()
                        .filter(text -> text.contains(" " + option + " "))
                        .findFirst()
                        .orElseThrow();
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static String text(String name) {
        return String.join("\n", StockVolumes.lines("goldens/" + name)) + "\n";
    }
}
