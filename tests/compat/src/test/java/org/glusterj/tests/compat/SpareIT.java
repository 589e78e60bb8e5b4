package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A mount that a waiting process takes over is the same as one that is started, and never worse. */
class SpareIT {
    private static final int MINUTES = 10;

    @BeforeAll
    static void demands() {
        Rig.demand(SpareIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void mountsAreTakenOver() {
        Rig.script(
                SpareIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofMinutes(MINUTES).minusSeconds(30),
                "spare",
                "@");
    }
}
