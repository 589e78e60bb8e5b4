package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies come, go and are replaced while mounts of both makes write. */
class GrowReplicasIT {
    private static final int MINUTES = 15;

    @BeforeAll
    static void demands() {
        Rig.demand(GrowReplicasIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void nobodyNotices() {
        Rig.script(
                GrowReplicasIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofMinutes(MINUTES).minusSeconds(30),
                "grow-replicas",
                "@");
    }
}
