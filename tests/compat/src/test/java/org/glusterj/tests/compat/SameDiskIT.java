package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One brick directory served by stock and by GlusterJ in turn, three times: mere serving changes nothing on it, and
 * each
 * shows what the other wrote.
 */
class SameDiskIT {
    @BeforeAll
    static void demands() {
        Rig.demand(SameDiskIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void aBrickGoesToAndFroThreeTimes() {
        Rig.script(
                SameDiskIT.class,
                Rig.End.STOCK,
                Rig.End.STOCK,
                Duration.ofSeconds(300),
                "same-disk",
                "@",
                "glusterj",
                "glusterj");
    }
}
