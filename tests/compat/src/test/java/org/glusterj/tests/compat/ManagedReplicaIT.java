package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replicated volume that a manager looks after, its self-heal daemon too. */
class ManagedReplicaIT {
    private static final int MINUTES = 10;

    @BeforeAll
    static void demands() {
        Rig.demand(ManagedReplicaIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void copiesAreMadeEqual() {
        Rig.script(
                ManagedReplicaIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofMinutes(MINUTES).minusSeconds(30),
                "managed-replica",
                "@");
    }
}
