package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that look for stock's processes, arguments, mounts and exit codes find those of {@code compat/}. */
class DropInsIT {
    @BeforeAll
    static void demands() {
        Rig.demand(DropInsIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 250, unit = TimeUnit.SECONDS)
    void processesAreCalledAsStocks() {
        Rig.script(
                DropInsIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(240),
                "drop-ins",
                "@");
    }
}
