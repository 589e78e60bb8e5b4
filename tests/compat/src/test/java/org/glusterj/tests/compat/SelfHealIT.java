package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stock bricks whose copies differ after stock clients worked without one of them; our daemon makes them equal. */
class SelfHealIT {
    private static final int MINUTES = 15;

    @BeforeAll
    static void demands() {
        Rig.demand(SelfHealIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void everyKindOfDamage() {
        run("self-heal", "@");
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void bricksDieUnderLoad() {
        run("self-heal-load", "@", "3");
    }

    private static void run(String... command) {
        Rig.script(
                SelfHealIT.class,
                Rig.End.STOCK,
                Rig.End.STOCK,
                Duration.ofMinutes(MINUTES).minusSeconds(30),
                command);
    }
}
