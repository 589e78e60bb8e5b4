package org.glusterj.tests.compat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What POSIX and Linux promise of a file system, on a local one, which proves the expectations, on the cells of the
 * interop matrix, and of the volume API as far as it has the calls. The short forms take a share of the cases; the long
 * ones all.
 */
class FsContractIT {
    @BeforeAll
    static void demands() {
        Rig.demand(FsContractIT.class, Rig.Need.FUSE, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void theLocalFileSystemKeepsTheContract() {
        var words = "contract-local @ --quiet --seconds 2 --part 1/6";
        contract(180, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, words);
    }

    @Test
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void ourMountOnOurBrickKeepsIt() {
        var words = "contract-cell @ --quiet --seconds 4 --part 1/6";
        contract(180, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, words);
    }

    @Test
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void aFullBrickKeepsIt() {
        contract(180, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, "contract-small @ --quiet");
    }

    @Test
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void theStockMountKeepsItOnOurBrick() {
        Rig.demand(FsContractIT.class, Rig.Need.STOCK);
        var words = "contract-cell @ --quiet --seconds 1 --part 1/10";
        contract(180, Rig.End.GLUSTERJ, Rig.End.STOCK, words);
    }

    @Test
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void ourMountKeepsItOnAStockBrick() {
        Rig.demand(FsContractIT.class, Rig.Need.STOCK);
        var words = "contract-cell @ --quiet --seconds 1 --part 1/10";
        contract(180, Rig.End.STOCK, Rig.End.GLUSTERJ, words);
    }

    @Test
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void theVolumeApiKeepsItOnOurBrick() {
        var words = "contract-api @ --quiet --seconds 3 --part 1/16";
        contract(180, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, words);
    }

    @Test
    @Timeout(value = 190, unit = TimeUnit.SECONDS)
    void theVolumeApiKeepsItOnAStockBrick() {
        Rig.demand(FsContractIT.class, Rig.Need.STOCK);
        var words = "contract-api @ --quiet --seconds 1 --part 1/24";
        contract(180, Rig.End.STOCK, Rig.End.GLUSTERJ, words);
    }

    @Test
    @Tag("long")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void allOfItEverywhere() {
        contract(900, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, "contract-local @ --quiet");
        var all = "contract-cell @ --quiet --seconds 60";
        contract(900, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, all);
        var api = "contract-api @ --quiet --seconds 30";
        contract(1800, Rig.End.GLUSTERJ, Rig.End.GLUSTERJ, api);
        Rig.demand(FsContractIT.class, Rig.Need.STOCK);
        contract(900, Rig.End.GLUSTERJ, Rig.End.STOCK, all);
        contract(900, Rig.End.STOCK, Rig.End.GLUSTERJ, all);
        contract(1800, Rig.End.STOCK, Rig.End.GLUSTERJ, api);
    }

    private static void contract(int seconds, Rig.End server, Rig.End client, String words) {
        Rig.script(
                FsContractIT.class, server, client, Duration.ofSeconds(seconds), words.split(" "));
    }
}
