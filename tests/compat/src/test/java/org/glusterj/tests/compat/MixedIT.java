package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many processes on two mounts of different make change the same names and lock the same files. */
class MixedIT {
    @BeforeAll
    static void demands() {
        Rig.demand(MixedIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void onOurBrick() {
        mixed(Rig.End.GLUSTERJ);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void onAStockBrick() {
        mixed(Rig.End.STOCK);
    }

    private static void mixed(Rig.End server) {
        Rig.script(
                MixedIT.class,
                server,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(120),
                "mixed-cell",
                "@",
                "stock",
                "--seconds",
                "15");
    }
}
