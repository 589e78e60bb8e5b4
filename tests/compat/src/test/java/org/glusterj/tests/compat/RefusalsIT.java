package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wrong volume, host, port, directory, busy mount point, missing FUSE, full disk: each is refused by code and word. */
class RefusalsIT {
    @BeforeAll
    static void demands() {
        Rig.demand(RefusalsIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void whatCannotBeServedOrMountedIsRefused() {
        Rig.script(
                RefusalsIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(300),
                "refusals",
                "@");
    }
}
