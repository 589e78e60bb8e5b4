package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our manager takes a volume of a stock glusterd over, and a stock glusterd takes it back. */
class AdoptIT {
    @BeforeAll
    static void demands() {
        Rig.demand(AdoptIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void aVolumeChangesHandsAndComesBack() {
        Rig.script(
                AdoptIT.class, Rig.End.STOCK, Rig.End.STOCK, Duration.ofSeconds(600), "adopt", "@");
    }
}
