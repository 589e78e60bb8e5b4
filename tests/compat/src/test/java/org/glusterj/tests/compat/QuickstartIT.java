package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's first command, as a newcomer runs it: start, use, stop, and without /dev/fuse. */
class QuickstartIT {
    @BeforeAll
    static void demands() {
        Rig.demand(QuickstartIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void itStartsShowsAndStops() {
        Rig.script(
                QuickstartIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(180),
                "quickstart",
                "@");
    }
}
