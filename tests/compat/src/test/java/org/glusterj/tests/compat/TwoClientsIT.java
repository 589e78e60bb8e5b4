package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stock and a GlusterJ mount of one volume at the same time: each sees what the other does, locks included. */
class TwoClientsIT {
    @BeforeAll
    static void demands() {
        Rig.demand(TwoClientsIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void aGlusterjBrickServesBothAndOutlivesTheDeathOfOurs() {
        both(Rig.End.GLUSTERJ, Rig.End.STOCK, "glusterj");
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void aGlusterjBrickServesBothAndOutlivesTheDeathOfStock() {
        both(Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, "stock");
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void aStockBrickServesBoth() {
        both(Rig.End.STOCK, Rig.End.STOCK, "glusterj");
    }

    private static void both(Rig.End server, Rig.End client, String other) {
        Rig.script(
                TwoClientsIT.class,
                server,
                client,
                Duration.ofSeconds(120),
                "two-clients",
                "@",
                other);
    }
}
