package org.glusterj.tests.compat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Copies on bricks of both makes under a stock glusterd, with a mount of each make at work, while bricks die in turn;
 * our daemon heals. With stock's (seeds 0 to 5) names come back and stay behind now and then: docs/design/0014.
 */
@Tag("long")
class MixedReplicaIT {
    private static final int MINUTES = 15;

    @BeforeAll
    static void demands() {
        Rig.demand(MixedReplicaIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11})
    @Timeout(MINUTES * 60)
    void copiesAreEqualInTheEnd(int seed) {
        Rig.script(
                MixedReplicaIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofMinutes(MINUTES).minusSeconds(30),
                "mixed-replica",
                "@",
                Integer.toString(seed),
                "3");
    }
}
