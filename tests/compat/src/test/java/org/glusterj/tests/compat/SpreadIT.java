package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A volume of three bricks under a stock and a GlusterJ mount at the same time: both know where everything is. */
class SpreadIT {
    @BeforeAll
    static void demands() {
        Rig.demand(SpreadIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void stockBricks() {
        spread(Rig.End.STOCK);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void glusterjBricks() {
        spread(Rig.End.GLUSTERJ);
    }

    private static void spread(Rig.End server) {
        Rig.script(
                SpreadIT.class, server, Rig.End.GLUSTERJ, Duration.ofSeconds(300), "spread", "@");
    }
}
