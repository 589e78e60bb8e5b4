package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A large directory is read, from its start and from remembered positions, while names come and go. */
class BigDirectoryIT {
    @BeforeAll
    static void demands() {
        Rig.demand(BigDirectoryIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void tenThousand() {
        read(Duration.ofSeconds(120), "10000", "60");
    }

    @Test
    @Tag("long")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void aMillion() {
        read(Duration.ofMinutes(110), "1000000", "300");
    }

    private static void read(Duration limit, String entries, String seeks) {
        Rig.script(
                BigDirectoryIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                limit,
                "bigdir-cell",
                "@",
                "--entries",
                entries,
                "--seeks",
                seeks);
    }
}
