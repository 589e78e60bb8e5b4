package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fops that no mount sends, and fops on removed objects, through our client to bricks of both makes: each answer is the
 * one that is written down for that make, and no brick ends of them.
 */
class RareFopsIT {
    @BeforeAll
    static void demands() {
        Rig.demand(RareFopsIT.class, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void answersAreThoseWrittenDown(Rig.End server) {
        var limit = Duration.ofSeconds(300);
        Rig.script(RareFopsIT.class, server, Rig.End.GLUSTERJ, limit, "rare-fops", "@");
    }
}
