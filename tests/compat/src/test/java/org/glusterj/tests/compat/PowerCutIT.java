package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The brick's disk stops without flushing its log, and what was acknowledged and synced is there after the journal was
 * replayed, on ext4 and on XFS; see the script and docs/design/0007.
 */
class PowerCutIT {
    @BeforeAll
    static void demands() {
        Rig.demand(PowerCutIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION, Rig.Need.DISKS);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void nothingSyncedIsLostOnExt4() {
        cuts("ext4", 2);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void nothingSyncedIsLostOnXfs() {
        cuts("xfs", 2);
    }

    @Test
    @Tag("long")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nothingSyncedIsLostInTwoHundredCutsOfExt4() {
        cuts("ext4", 200);
    }

    @Test
    @Tag("long")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nothingSyncedIsLostInTwoHundredCutsOfXfs() {
        cuts("xfs", 200);
    }

    private static void cuts(String fs, int cuts) {
        Rig.script(
                PowerCutIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(80 + 20L * cuts),
                "power-cut",
                "@",
                "--fs",
                fs,
                "--cuts",
                Integer.toString(cuts),
                "--remount",
                "2");
    }
}
