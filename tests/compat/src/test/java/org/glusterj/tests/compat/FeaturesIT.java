package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Features of the brick graph, switched on and off by a stock glusterd, do the same on a brick of ours, which runs
 * glusterd's volfile as it is, as on a stock brick.
 */
class FeaturesIT {
    @BeforeAll
    static void demands() {
        Rig.demand(FeaturesIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void onAGlusterjBrickUnderAStockMount() {
        steps(Rig.End.STOCK, Rig.End.GLUSTERJ);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void onAGlusterjBrickUnderOurMount() {
        steps(Rig.End.GLUSTERJ, Rig.End.GLUSTERJ);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void onAStockBrick() {
        steps(Rig.End.STOCK, Rig.End.STOCK);
    }

    private static void steps(Rig.End client, Rig.End brick) {
        Rig.script(
                FeaturesIT.class,
                Rig.End.STOCK,
                client,
                Duration.ofSeconds(120),
                "features",
                "@",
                brick.word());
    }
}
