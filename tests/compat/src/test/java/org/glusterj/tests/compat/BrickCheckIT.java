package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stock's own features leave on its bricks is no damage to {@code glusterj brick check}. */
class BrickCheckIT {
    @BeforeAll
    static void demands() {
        Rig.demand(BrickCheckIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 250, unit = TimeUnit.SECONDS)
    void bricksThatStockWroteAreClean() {
        Rig.script(
                BrickCheckIT.class,
                Rig.End.STOCK,
                Rig.End.STOCK,
                Duration.ofSeconds(240),
                "check-features",
                "@");
    }
}
