package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three bricks become five and three again while a stock and a GlusterJ mount work on the files, and the rebalance is
 * killed again and again. {@code -Dglusterj.rebalance.files=50000 -Dglusterj.rebalance.kills=20} is the long form.
 */
class RebalanceIT {
    private static final String FILES = System.getProperty("glusterj.rebalance.files", "400");
    private static final String KILLS = System.getProperty("glusterj.rebalance.kills", "2");
    private static final int MINUTES = 120;

    @BeforeAll
    static void demands() {
        Rig.demand(RebalanceIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void glusterjBricks() {
        rebalance(Rig.End.GLUSTERJ);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void stockBricks() {
        rebalance(Rig.End.STOCK);
    }

    private static void rebalance(Rig.End server) {
        var limit = Duration.ofMinutes(MINUTES).minusSeconds(30);
        Rig.script(
                RebalanceIT.class, server, Rig.End.GLUSTERJ, limit, "rebalance", "@", FILES, KILLS);
    }
}
