package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The oracle: a stock client on a stock server passes the torture; this keeps the harness itself honest. */
class StockSelfTestIT {
    private static final String KNOWN = Rig.KNOWN_OF_STOCK_CLIENT + "," + Rig.KNOWN_OF_STOCK_BRICK;

    @BeforeAll
    static void demands() {
        Rig.demand(StockSelfTestIT.class, Rig.Need.FUSE, Rig.Need.STOCK);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void passesTheShortTorture() {
        torture(300, "--short", "--known", KNOWN);
    }

    @Test
    @Timeout(value = 70, unit = TimeUnit.SECONDS)
    void reproducesTheGoldenBrick() {
        Rig.golden(StockSelfTestIT.class, Rig.End.STOCK, Rig.End.STOCK);
    }

    /** Twenty thousand files, three rounds, so that memory can be seen to stay flat. */
    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void passesTheFullTortureThreeTimes() {
        torture(3500, "--full", "--rounds", "3", "--known", KNOWN);
    }

    private static void torture(int seconds, String... arguments) {
        Rig.torture(
                StockSelfTestIT.class,
                Rig.End.STOCK,
                Rig.End.STOCK,
                Duration.ofSeconds(seconds),
                arguments);
    }
}
