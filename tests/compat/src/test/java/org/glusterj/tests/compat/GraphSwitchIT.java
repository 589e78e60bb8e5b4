package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stock server changes the volume's graph under a mount that is at work: ten times, and 200 times among the long
 * tests.
 */
class GraphSwitchIT {
    @BeforeAll
    static void demands() {
        Rig.demand(GraphSwitchIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void applicationsDoNotNotice() {
        switches(10, Duration.ofSeconds(150));
    }

    @Test
    @Tag("long")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void norDoTheyNoticeTwoHundred() {
        switches(200, Duration.ofMinutes(14));
    }

    private static void switches(int count, Duration limit) {
        Rig.script(
                GraphSwitchIT.class,
                Rig.End.STOCK,
                Rig.End.GLUSTERJ,
                limit,
                "graph-switch",
                "@",
                Integer.toString(count));
    }
}
