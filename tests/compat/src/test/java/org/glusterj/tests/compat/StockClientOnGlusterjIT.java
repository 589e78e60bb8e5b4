package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stock client, with all its performance translators, on a GlusterJ brick. */
class StockClientOnGlusterjIT {
    @BeforeAll
    static void demands() {
        Rig.demand(
                StockClientOnGlusterjIT.class,
                Rig.Need.FUSE,
                Rig.Need.STOCK,
                Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void passesTheShortTorture() {
        torture(300, "--short", "--known", Rig.KNOWN_OF_STOCK_CLIENT);
    }

    /** Twenty thousand files, three rounds, so that memory can be seen to stay flat. */
    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void passesTheFullTortureThreeTimes() {
        torture(3500, "--full", "--rounds", "3", "--known", Rig.KNOWN_OF_STOCK_CLIENT);
    }

    private static void torture(int seconds, String... arguments) {
        Rig.torture(
                StockClientOnGlusterjIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.STOCK,
                Duration.ofSeconds(seconds),
                arguments);
    }
}
