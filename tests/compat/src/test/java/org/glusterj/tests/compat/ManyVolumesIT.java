package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many volumes of one brick on one node: one process serves them, and a mount writes on while the manager is started
 * anew. What they cost is in docs/design/0009; the script takes the same figures of stock.
 */
class ManyVolumesIT {
    private static final int MINUTES = 15;
    private static final int LONG_MINUTES = 60;

    @BeforeAll
    static void demands() {
        Rig.demand(ManyVolumesIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void twenty() {
        volumes(MINUTES, 20);
    }

    @Test
    @Tag("long")
    @Timeout(value = LONG_MINUTES, unit = TimeUnit.MINUTES)
    void twoHundred() {
        volumes(LONG_MINUTES, 200);
    }

    private static void volumes(int minutes, int count) {
        Rig.script(
                ManyVolumesIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofMinutes(minutes).minusSeconds(30),
                "many-volumes",
                "@",
                Integer.toString(count));
    }
}
