package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random changes of content, each byte compared with a model; also while the brick is killed again and again. */
class ContentIT {
    @BeforeAll
    static void demands() {
        Rig.demand(ContentIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void ourMountKeepsEachByteOnOurBrick() {
        torture(Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, "--ops", "4000");
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void ourMountKeepsEachByteOverCrashesOfOurBrick() {
        torture(
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                "--crash",
                "--kills",
                "4",
                "--ops",
                "100000",
                "--until",
                "20");
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void ourMountKeepsEachByteOverABadLine() {
        torture(
                Rig.End.GLUSTERJ,
                Rig.End.GLUSTERJ,
                "--line",
                "cut,delay",
                "--ops",
                "100000",
                "--until",
                "20");
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void ourMountKeepsEachByteOnAStockBrick() {
        torture(Rig.End.STOCK, Rig.End.GLUSTERJ, "--ops", "2000");
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void aStockMountKeepsEachByteOnOurBrick() {
        torture(Rig.End.GLUSTERJ, Rig.End.STOCK, "--ops", "1500");
    }

    private static void torture(Rig.End server, Rig.End client, String... arguments) {
        var command = new String[arguments.length + 2];
        command[0] = "content-cell";
        command[1] = "@";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Rig.script(ContentIT.class, server, client, Duration.ofSeconds(120), command);
    }
}
