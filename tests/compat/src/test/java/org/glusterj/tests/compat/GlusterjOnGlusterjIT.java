package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our mount on our server, with fio verifying random I/O on top. */
class GlusterjOnGlusterjIT {
    @BeforeAll
    static void demands() {
        Rig.demand(GlusterjOnGlusterjIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void passesTheShortTorture() {
        torture(300, "--fio", "--short");
    }

    /** Twenty thousand files, three rounds, so that memory can be seen to stay flat. */
    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void passesTheFullTortureThreeTimes() {
        torture(3500, "--fio", "--full", "--rounds", "3");
    }

    private static void torture(int seconds, String... arguments) {
        Rig.torture(
                GlusterjOnGlusterjIT.class,
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                Duration.ofSeconds(seconds),
                arguments);
    }
}
