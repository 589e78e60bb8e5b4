package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.glusterj.core.GraphException;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Volfile;
import org.glusterj.linux.StatvfsBuf;
import org.junit.jupiter.api.Test;

/** The figures that stock 10.3 tells of the same file system, by the reserve and by how many bricks share it. */
class StatfsFiguresTest {
    /** 1,000,000 blocks, {@code free} of them free, of these {@code users} for users; 500 inodes, 400 free. */
    private static Statvfs figures(long free, long users, Map<String, String> options)
            throws Exception {
        var disk = new StatvfsBuf();
        long[] fields = {4096, 4096, 1_000_000, free, users, 500, 400, 400, 77, 0, 255};
        for (int i = 0; i < fields.length; i++) {
            disk.segment().setAtIndex(ValueLayout.JAVA_LONG, i, fields[i]);
        }
        return StatfsFigures.of(disk, read(options));
    }

    private static PosixOptions read(Map<String, String> options) throws GraphException {
        var node = new Volfile.Node("brick", "storage/posix", options, List.of());
        return new OptionValues(node).as(PosixOptions.class);
    }

    @Test
    void whatTheFileSystemKeepsForRootIsPartOfTheReserve() throws Exception {
        var figures = figures(600_000, 550_000, Map.of());
        assertThat(figures.bfree()).isEqualTo(590_000);
        assertThat(figures.bavail()).isEqualTo(550_000);
    }

    @Test
    void whereItKeepsLessUsersHaveWhatIsLeft() throws Exception {
        var figures = figures(600_000, 595_000, Map.of());
        assertThat(figures.bfree()).isEqualTo(590_000);
        assertThat(figures.bavail()).isEqualTo(590_000);
    }

    @Test
    void nothingIsLeftBelowTheReserve() throws Exception {
        var figures = figures(10_000, 9_000, Map.of());
        assertThat(figures.bfree()).isZero();
        assertThat(figures.bavail()).isZero();
    }

    @Test
    void sharesAreRoundedAndSizesTakeWholeBlocks() throws Exception {
        assertThat(figures(600_000, 600_000, Map.of("reserve", "0.00016%")).bfree())
                .isEqualTo(599_998);
        assertThat(figures(600_000, 600_000, Map.of("reserve", "4097B")).bfree())
                .isEqualTo(599_998);
        assertThat(figures(600_000, 600_000, Map.of("reserve", "0")).bfree()).isEqualTo(600_000);
    }

    @Test
    void bricksOfOneFileSystemShareAllButItsUnits() throws Exception {
        var figures = figures(600_000, 550_000, Map.of("shared-brick-count", "4"));
        assertThat(figures)
                .isEqualTo(
                        new Statvfs(
                                4096, 4096, 250_000, 147_500, 137_500, 125, 100, 100, 77, 0, 255));
    }

    @Test
    void aBrickThatDoesNotCountHasNothing() throws Exception {
        var figures = figures(600_000, 550_000, Map.of("export-statfs-size", "off"));
        assertThat(figures).isEqualTo(new Statvfs(4096, 4096, 0, 0, 0, 0, 0, 0, 77, 0, 255));
    }
}
