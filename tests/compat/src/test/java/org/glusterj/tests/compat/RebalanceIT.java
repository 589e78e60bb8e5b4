package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three bricks become five and three again while a stock and a GlusterJ mount work on the files, and the rebalance is
 * killed again and again.
 */
class RebalanceIT {
    private static final int MINUTES = 20;
    private static final int LONG_MINUTES = 240;

    @BeforeAll
    static void demands() {
        Rig.demand(RebalanceIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void glusterjBricks() {
        rebalance(Rig.End.GLUSTERJ, MINUTES, 200, 2);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void stockBricks() {
        rebalance(Rig.End.STOCK, MINUTES, 200, 1);
    }

    @Test
    @Tag("long")
    @Timeout(value = LONG_MINUTES, unit = TimeUnit.MINUTES)
    void manyFilesAndKills() {
        rebalance(Rig.End.GLUSTERJ, LONG_MINUTES, 50_000, 20);
    }

    private static void rebalance(Rig.End server, int minutes, int files, int kills) {
        Rig.script(
                RebalanceIT.class,
                server,
                Rig.End.GLUSTERJ,
                Duration.ofMinutes(minutes).minusSeconds(30),
                "rebalance",
                "@",
                Integer.toString(files),
                Integer.toString(kills));
    }
}
