package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that a stock mount has left in split-brain are listed and decided as under a stock glusterd. */
class SplitBrainIT {
    private static final int MINUTES = 10;

    @BeforeAll
    static void demands() {
        Rig.demand(SplitBrainIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void administratorsDecide() {
        Rig.script(
                SplitBrainIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofMinutes(MINUTES).minusSeconds(30),
                "split-brain",
                "@",
                "glusterj",
                "compare");
    }
}
