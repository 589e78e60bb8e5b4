package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What POSIX and Linux promise of a file system, on a local one, which proves the expectations, and on the cells of the
 * interop matrix. The short forms take every third or tenth case; the long ones all.
 */
class FsContractIT {
    @BeforeAll
    static void demands() {
        Rig.demand(FsContractIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 100, unit = TimeUnit.SECONDS)
    void theLocalFileSystemKeepsTheContract() {
        var words = "contract-local @ --quiet --seconds 2 --part 1/4";
        contract(90, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, words);
    }

    @Test
    @Timeout(value = 160, unit = TimeUnit.SECONDS)
    void ourMountOnOurBrickKeepsIt() {
        var words = "contract-cell @ --quiet --seconds 5 --part 1/3";
        contract(150, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, words);
    }

    @Test
    @Timeout(value = 100, unit = TimeUnit.SECONDS)
    void aFullBrickKeepsIt() {
        contract(90, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, "contract-small @ --quiet");
    }

    @Test
    @Timeout(value = 100, unit = TimeUnit.SECONDS)
    void theStockMountKeepsItOnOurBrick() {
        Rig.demand(FsContractIT.class, Rig.Need.STOCK);
        var words = "contract-cell @ --quiet --seconds 1 --part 1/10";
        contract(90, Rig.End.GLUSTERJ, Rig.End.STOCK, words);
    }

    @Test
    @Timeout(value = 100, unit = TimeUnit.SECONDS)
    void ourMountKeepsItOnAStockBrick() {
        Rig.demand(FsContractIT.class, Rig.Need.STOCK);
        var words = "contract-cell @ --quiet --seconds 1 --part 2/10";
        contract(90, Rig.End.STOCK, Rig.End.GLUSTERJ, words);
    }

    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void allOfItEverywhere() {
        contract(900, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, "contract-local @ --quiet");
        var all = "contract-cell @ --quiet --seconds 60";
        contract(900, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, all);
        Rig.demand(FsContractIT.class, Rig.Need.STOCK);
        contract(900, Rig.End.GLUSTERJ, Rig.End.STOCK, all);
        contract(900, Rig.End.STOCK, Rig.End.GLUSTERJ, all);
    }

    private static void contract(int seconds, Rig.End server, Rig.End client, String words) {
        Rig.script(
                FsContractIT.class, server, client, Duration.ofSeconds(seconds), words.split(" "));
    }
}
