package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kill -9 of the brick under a mount: nothing hangs, acknowledged data stays, and the mount works again by itself. */
class FaultsIT {
    @BeforeAll
    static void demands() {
        Rig.demand(FaultsIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 160, unit = TimeUnit.SECONDS)
    void aStockClientSurvivesTheCrashOfAGlusterjBrick() {
        crash(Rig.End.GLUSTERJ, Rig.End.STOCK);
    }

    @Test
    @Timeout(value = 160, unit = TimeUnit.SECONDS)
    void aGlusterjMountSurvivesTheCrashOfAStockBrick() {
        crash(Rig.End.STOCK, Rig.End.GLUSTERJ);
    }

    @Test
    @Timeout(value = 160, unit = TimeUnit.SECONDS)
    void aGlusterjMountSurvivesTheCrashOfAGlusterjBrick() {
        crash(Rig.End.GLUSTERJ, Rig.End.GLUSTERJ);
    }

    private static void crash(Rig.End server, Rig.End client) {
        Rig.script(FaultsIT.class, server, client, Duration.ofSeconds(150), "faults", "@");
    }
}
