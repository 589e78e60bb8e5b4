package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our mount on a stock one-brick volume. */
class GlusterjClientOnStockIT {
    @BeforeAll
    static void demands() {
        Rig.demand(
                GlusterjClientOnStockIT.class,
                Rig.Need.FUSE,
                Rig.Need.STOCK,
                Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void passesTheShortTorture() {
        torture(300, "--short", "--known", Rig.KNOWN_OF_STOCK_BRICK);
    }

    /** Twenty thousand files, three rounds, so that memory can be seen to stay flat. */
    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void passesTheFullTortureThreeTimes() {
        torture(3500, "--full", "--rounds", "3", "--known", Rig.KNOWN_OF_STOCK_BRICK);
    }

    private static void torture(int seconds, String... arguments) {
        Rig.torture(
                GlusterjClientOnStockIT.class,
                Rig.End.STOCK,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(seconds),
                arguments);
    }
}
