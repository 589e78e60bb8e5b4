package org.glusterj.tests.compat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The scripted operations of {@code golden/brick} leave the same tree, xattrs, handles and order of time stamps as
 * on the
 * captured stock brick.
 */
class GoldenBrickIT {
    @BeforeAll
    static void demands() {
        Rig.demand(GoldenBrickIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 70, unit = TimeUnit.SECONDS)
    void aStockClientOnAGlusterjBrickReproducesIt() {
        Rig.golden(GoldenBrickIT.class, Rig.End.GLUSTERJ, Rig.End.STOCK);
    }

    @Test
    @Timeout(value = 70, unit = TimeUnit.SECONDS)
    void aGlusterjMountOnAStockBrickReproducesIt() {
        Rig.golden(GoldenBrickIT.class, Rig.End.STOCK, Rig.End.GLUSTERJ);
    }

    @Test
    @Timeout(value = 70, unit = TimeUnit.SECONDS)
    void glusterjOnBothEndsReproducesIt() {
        Rig.golden(GoldenBrickIT.class, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ);
    }
}
