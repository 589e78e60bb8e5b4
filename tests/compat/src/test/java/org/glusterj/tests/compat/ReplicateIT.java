package org.glusterj.tests.compat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Our bricks in volumes of replicas, with an arbiter and of fragments, under a stock glusterd, a stock client and
 * stock's self-heal daemon, alone and beside stock's bricks; each beside a volume of stock's bricks.
 */
class ReplicateIT {
    private static final Path GOLDEN = Rig.GOLDEN.resolveSibling("afr");

    @BeforeAll
    static void demands() {
        Rig.demand(ReplicateIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    private static void run(String shape, String first, String second, String third) {
        List<String> command = new ArrayList<>(List.of("replicate", "@", shape));
        command.addAll(List.of(first, second, third));
        switch (shape) {
            case "replica" ->
                    command.addAll(List.of("--golden", GOLDEN.resolve("replica3").toString()));
            case "arbiter" ->
                    command.addAll(List.of("--golden", GOLDEN.resolve("arbiter").toString()));
            default -> {
                // Fragments are not captured.
            }
        }
        Rig.script(
                ReplicateIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.STOCK,
                Duration.ofSeconds(600),
                command.toArray(String[]::new));
    }

    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void replicasOfOurs() {
        run("replica", "ours", "ours", "ours");
    }

    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void anArbiterOfOursWithOneOfEither() {
        run("arbiter", "ours", "stock", "ours");
    }

    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void fragmentsOnTwoOfOursAndOneOfStocks() {
        run("disperse", "stock", "ours", "ours");
    }

    @Test
    @Tag("long")
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void oneReplicaOfOursThatDies() {
        run("replica", "stock", "stock", "ours");
    }

    @Test
    @Tag("long")
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void twoReplicasOfOurs() {
        run("replica", "ours", "ours", "stock");
    }

    @Test
    @Tag("long")
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void fragmentsOnOurs() {
        run("disperse", "ours", "ours", "ours");
    }

    @Test
    @Tag("long")
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void fragmentsOnOneOfOursThatDies() {
        run("disperse", "stock", "ours", "stock");
    }
}
