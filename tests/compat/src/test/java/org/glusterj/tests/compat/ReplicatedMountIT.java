package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stock volume of three copies under a stock and a GlusterJ mount at the same time, with bricks that go and come. */
class ReplicatedMountIT {
    @BeforeAll
    static void demands() {
        Rig.demand(ReplicatedMountIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 910, unit = TimeUnit.SECONDS)
    void stockBricks() {
        Rig.script(
                ReplicatedMountIT.class,
                Rig.End.STOCK,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(900),
                "replicated",
                "@");
    }
}
