package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes on two mounts of one brick fight for fcntl, flock and open file locks, with signals, kills, a restart of
 * the brick and the end of a client: no two owners ever hold what excludes each other, and no lock outlives its owner.
 */
class LockWarIT {
    private static final int SHORT_SECONDS = 5;
    private static final int LONG_SECONDS = 60;

    @BeforeAll
    static void demands() {
        Rig.demand(LockWarIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 140, unit = TimeUnit.SECONDS)
    void bothMakesOfClientsOnAGlusterjBrick() {
        war(Rig.End.GLUSTERJ, "stock", 1, SHORT_SECONDS);
    }

    @Test
    @Tag("long")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void longAndOnAStockBrickToo() {
        war(Rig.End.STOCK, "stock", 2, LONG_SECONDS);
        war(Rig.End.GLUSTERJ, "glusterj", 3, LONG_SECONDS);
        war(Rig.End.GLUSTERJ, "stock", 4, LONG_SECONDS);
    }

    private static void war(Rig.End server, String other, int seed, int seconds) {
        Rig.script(
                LockWarIT.class,
                server,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(130 + seconds),
                "lock-war",
                "@",
                other,
                Integer.toString(seed),
                Integer.toString(seconds));
    }
}
