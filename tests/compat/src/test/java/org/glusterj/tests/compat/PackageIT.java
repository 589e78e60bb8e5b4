package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Debian package serves and mounts a volume, and goes without a trace. */
class PackageIT {
    @BeforeAll
    static void demands() {
        Rig.demand(PackageIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void itIsInstalledUsedAndRemoved() {
        Rig.script(
                PackageIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(300),
                "package",
                "@");
    }
}
