package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Volumes of the manager from create to delete, mounted by both makes, while it and its processes come and go. */
class ManagerIT {
    @BeforeAll
    static void demands() {
        Rig.demand(ManagerIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void volumesLiveThroughRestarts() {
        Rig.script(
                ManagerIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.STOCK,
                Duration.ofSeconds(600),
                "manager",
                "@");
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void twoManagersShareAPool() {
        Rig.script(
                ManagerIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.STOCK,
                Duration.ofSeconds(300),
                "pool",
                "@");
    }

    /** Webhooks by stock's commands, the stream, datagrams, through failures and restarts; REST over TLS. */
    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void whoeverListensIsToldOfEvents() {
        Rig.script(
                ManagerIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.STOCK,
                Duration.ofSeconds(600),
                "events",
                "@");
    }

    /** The limit of 10 s for an answer is for idle machines. */
    @Test
    @Timeout(value = 910, unit = TimeUnit.SECONDS)
    void aPoolOfThreeKeepsItsWordUnderFaults() {
        Rig.script(
                ManagerIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.STOCK,
                Duration.ofSeconds(900),
                "pool-chaos",
                "@",
                "--nodes",
                "3",
                "--seeds",
                "1-1",
                "--limit",
                "60");
    }

    @Test
    @Timeout(value = 910, unit = TimeUnit.SECONDS)
    void aVolumeGrowsAndShrinks() {
        Rig.script(
                ManagerIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.STOCK,
                Duration.ofSeconds(900),
                "tasks",
                "@");
    }
}
