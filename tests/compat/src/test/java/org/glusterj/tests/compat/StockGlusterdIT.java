package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stock glusterd runs our bricks in place of stock's, and one directory is served by either make in turn. */
class StockGlusterdIT {
    @BeforeAll
    static void demands() {
        Rig.demand(StockGlusterdIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void ourBricksAreBricksOfIt() {
        Rig.script(
                StockGlusterdIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(600),
                "stock-glusterd",
                "@");
    }
}
