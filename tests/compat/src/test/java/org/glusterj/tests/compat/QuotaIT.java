package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Quota of a stock glusterd, on a stock brick and on ours with the same volfile; either continues the other's count.
 */
class QuotaIT {
    @BeforeAll
    static void demands() {
        Rig.demand(QuotaIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void onAGlusterjBrickUnderAStockMount() {
        steps(Rig.End.STOCK, Rig.End.GLUSTERJ);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void onAGlusterjBrickUnderOurMount() {
        steps(Rig.End.GLUSTERJ, Rig.End.GLUSTERJ);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void onAStockBrick() {
        steps(Rig.End.STOCK, Rig.End.STOCK);
    }

    private static void steps(Rig.End client, Rig.End brick) {
        Rig.script(
                QuotaIT.class,
                Rig.End.STOCK,
                client,
                Duration.ofSeconds(300),
                "quota",
                "@",
                brick.word());
    }
}
