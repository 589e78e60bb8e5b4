package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.glusterj.cluster.dht.RebalanceTask.Action;
import org.glusterj.core.Statvfs;
import org.glusterj.testkit.ManualEnvironment;
import org.junit.jupiter.api.Test;

/** What users are told of a rebalance, and what it asks of a subvolume's fill. */
class ProgressTest {
    private final ManualEnvironment environment = new ManualEnvironment();

    private Progress progress(Action action) {
        return new Progress(environment, new RebalanceTask(action, Set.of(), 1, Duration.ZERO));
    }

    @Test
    void theRestTakesAsLongAsItsShare() {
        var progress = progress(Action.START);
        assertThat(progress.status().status()).isEqualTo("not started");
        progress.begin();
        environment.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 200; i++) {
            progress.done();
        }
        assertThat(progress.status().leftSeconds()).as("names are not counted yet").isZero();
        progress.total(1000);
        var status = progress.status();
        assertThat(status.status()).isEqualTo("in progress");
        assertThat(status.runSeconds()).isEqualTo(10);
        assertThat(status.leftSeconds()).isEqualTo(40);
        progress.ended();
        assertThat(progress.status().leftSeconds()).isZero();
        environment.advance(Duration.ofSeconds(10));
        assertThat(progress.status().runSeconds()).isEqualTo(10);
    }

    @Test
    void theFirstReasonToEndCounts() {
        var progress = progress(Action.FIX_LAYOUT);
        progress.begin();
        assertThat(progress.isGoingOn()).isTrue();
        progress.end(Progress.State.STOPPED);
        progress.end(Progress.State.FAILED);
        assertThat(progress.isGoingOn()).isFalse();
        progress.ended();
        assertThat(progress.status().status()).isEqualTo("fix-layout stopped");
    }

    private static Statvfs free(long blocks, long available) {
        return new Statvfs(4096, 4096, blocks, available, available, 100, 50, 50, 0, 0, 255);
    }

    @Test
    void aFullerPlaceIsNoPlace() {
        assertThat(Room.makesUneven(free(1000, 400), free(1000, 300))).isTrue();
        assertThat(Room.makesUneven(free(1000, 400), free(100, 60))).isFalse();
        assertThat(Room.makesUneven(free(1000, 400), free(1000, 399))).as("percent").isTrue();
        assertThat(Room.makesUneven(free(1000, 409), free(1000, 400))).isFalse();
        assertThat(Room.makesUneven(null, free(1000, 0))).as("unknown").isFalse();
    }

    @Test
    void theThrottleSaysHowManyFilesMoveAtOnce() throws Exception {
        assertThat(Settings.movers("lazy", 64)).isEqualTo(1);
        assertThat(Settings.movers("normal", 2)).isEqualTo(2);
        assertThat(Settings.movers("normal", 64)).isEqualTo(30);
        assertThat(Settings.movers("aggressive", 2)).isEqualTo(4);
        assertThat(Settings.movers("5", 2)).isEqualTo(5);
    }
}
