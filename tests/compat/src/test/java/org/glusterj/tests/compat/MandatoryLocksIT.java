package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one mount meets where another holds a lock, in each mode of mandatory locking: as captured with stock 10.3. */
class MandatoryLocksIT {
    @BeforeAll
    static void demands() {
        Rig.demand(MandatoryLocksIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forced", "optimal", "file"})
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void onAGlusterjBrickUnderAStockMount(String mode) {
        outcomes(Rig.End.STOCK, mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forced", "optimal", "file"})
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void onAGlusterjBrickUnderOurMount(String mode) {
        outcomes(Rig.End.GLUSTERJ, mode);
    }

    private static void outcomes(Rig.End client, String mode) {
        Rig.script(
                MandatoryLocksIT.class,
                Rig.End.STOCK,
                client,
                Duration.ofSeconds(180),
                "mandatory",
                "@",
                "glusterj",
                mode);
    }
}
