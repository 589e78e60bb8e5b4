package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A program of stock's libgfapi holds leases on our brick; what another one or a mount of ours does against them
 * recalls them, and waits until they are given back, are taken away, or their holder is gone.
 */
class LeasesIT {
    @BeforeAll
    static void demands() {
        Rig.demand(LeasesIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void leasesAreRecalledAndEnd() {
        Rig.script(
                LeasesIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(300),
                "leases",
                "@");
    }
}
