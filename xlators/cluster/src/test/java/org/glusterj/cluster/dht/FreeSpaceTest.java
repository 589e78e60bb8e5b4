package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.glusterj.core.Fop;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {
    private static Statvfs figures(
            long frsize, long blocks, long free, long files, long freeFiles) {
        return new Statvfs(
                frsize, frsize, blocks, free, free, files, freeFiles, freeFiles, 1, 0, 255);
    }

    @Test
    void limitsArePercentOrBytes() throws Exception {
        var percent = FreeLimits.of("10%", "5%");
        assertThat(percent.isFilled(figures(4096, 1000, 100, 100, 50))).isFalse();
        assertThat(percent.isFilled(figures(4096, 1000, 99, 100, 50))).isTrue();
        assertThat(percent.isFilled(figures(4096, 1000, 500, 100, 4))).isTrue();
        assertThat(percent.isFilled(figures(4096, 1000, 500, 0, 0))).isFalse();
        var bytes = FreeLimits.of("1MB", "5");
        assertThat(bytes.isFilled(figures(4096, 1000, 256, 100, 50))).isFalse();
        assertThat(bytes.isFilled(figures(4096, 1000, 255, 100, 50))).isTrue();
        assertThatThrownBy(() -> FreeLimits.of("much", "5%")).isInstanceOf(GraphException.class);
    }

    @Test
    void figuresAddUpInTheLargerFragments() {
        var sum = FreeSpace.sum(figures(1024, 4000, 400, 10, 5), figures(4096, 1000, 100, 20, 6));
        assertThat(sum.frsize()).isEqualTo(4096);
        assertThat(sum.blocks()).isEqualTo(2000);
        assertThat(sum.bavail()).isEqualTo(200);
        assertThat(sum.files()).isEqualTo(30);
        assertThat(sum.ffree()).isEqualTo(11);
    }

    @Test
    void aQuotaCountsOnceForTheWholeVolume() {
        var quota = Xdata.EMPTY.withInt("quota-deem-statfs", 1);
        var less = new Reply.Statfs(figures(4096, 500, 400, 1, 1), quota);
        var more = new Reply.Statfs(figures(4096, 500, 100, 1, 1), quota);
        var plain = new Reply.Statfs(figures(4096, 9000, 10, 1, 1), Xdata.NULL);
        assertThat(FreeSpace.together(List.of(plain, more, less))).isSameAs(more);
        var both = FreeSpace.together(List.of(plain, plain));
        assertThat(both.statvfs().blocks()).isEqualTo(18000);
    }

    @Test
    void aFileShowsTheFiguresOfTheWholeVolume() throws Exception {
        try (var volume = new Spread(3).mounted()) {
            var file = volume.create(volume.root(), "f", "x");
            var whole = volume.call(new Fop.Statfs(Loc.of(volume.root()), Xdata.NULL));
            var seen = volume.call(new Fop.Statfs(Loc.of(file), Xdata.NULL));
            assertThat(seen.statvfs()).isEqualTo(whole.statvfs());
            assertThat(whole.statvfs().blocks()).isEqualTo(3L << 20);
        }
    }

    /** MemoryFs has half of its space free: a limit above that makes every subvolume filled. */
    @Test
    void newFilesAvoidFilledSubvolumesAndAreFoundAllTheSame() throws Exception {
        var options = java.util.Map.of("min-free-disk", "60%");
        try (var volume = new Spread(3, options).mounted()) {
            volume.create(volume.root(), "first", "x");
            volume.environment().advance(java.time.Duration.ofSeconds(2));
            for (int i = 0; i < 10; i++) {
                volume.create(volume.root(), "f" + i, "c" + i);
            }
            for (int i = 0; i < 10; i++) {
                var inode = volume.look(volume.root(), "f" + i);
                assertThat(volume.content(inode)).isEqualTo("c" + i);
            }
            assertThat(volume.list(volume.root(), 9999)).hasSize(11);
            for (int i = 0; i < 10; i++) {
                volume.unlink(volume.root(), "f" + i);
            }
            for (int on = 0; on < 3; on++) {
                for (int i = 0; i < 10; i++) {
                    assertThat(volume.stored(on, volume.root(), "f" + i)).isNull();
                }
            }
        }
    }
}
