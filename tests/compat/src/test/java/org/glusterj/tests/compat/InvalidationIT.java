package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mounts of stock and of ours that keep what they know for ten minutes: what one changes, the other sees within a
 * second, by the reports of either kind of brick. Ours runs the brick volfile of a stock glusterd as it is.
 */
class InvalidationIT {
    @BeforeAll
    static void demands() {
        Rig.demand(InvalidationIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void aGlusterjBrickTellsBothClients() {
        alternate(Rig.End.GLUSTERJ, 200, 120);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void aStockBrickTellsBothClients() {
        alternate(Rig.End.STOCK, 200, 120);
    }

    @Test
    @Tag("long")
    @Timeout(value = 910, unit = TimeUnit.SECONDS)
    void aGlusterjBrickTellsBothClientsTenThousandTimes() {
        alternate(Rig.End.GLUSTERJ, 10_000, 900);
    }

    @Test
    @Tag("long")
    @Timeout(value = 910, unit = TimeUnit.SECONDS)
    void aStockBrickTellsBothClientsTenThousandTimes() {
        alternate(Rig.End.STOCK, 10_000, 900);
    }

    private static void alternate(Rig.End brick, int rounds, int seconds) {
        Rig.script(
                InvalidationIT.class,
                Rig.End.STOCK,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(seconds),
                "invalidation",
                "@",
                brick.word(),
                Integer.toString(rounds));
    }
}
