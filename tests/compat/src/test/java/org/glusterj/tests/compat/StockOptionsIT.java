package org.glusterj.tests.compat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What management's goldens say of options is what the stock GlusterFS of this machine does. */
class StockOptionsIT {
    private static final Path GOLDENS =
            Path.of(System.getProperty("glusterj.root", "../.."))
                    .resolve("management/src/test/resources/org/glusterj/management")
                    .toAbsolutePath()
                    .normalize();

    @BeforeAll
    static void demands() {
        Rig.demand(StockOptionsIT.class, Rig.Need.STOCK);
    }

    @Test
    @Timeout(value = 610, unit = TimeUnit.SECONDS)
    void stockDoesWhatTheGoldensSay() {
        Rig.script(
                StockOptionsIT.class,
                Rig.End.STOCK,
                Rig.End.STOCK,
                Duration.ofSeconds(600),
                "option-goldens",
                "@",
                GOLDENS.toString());
    }
}
