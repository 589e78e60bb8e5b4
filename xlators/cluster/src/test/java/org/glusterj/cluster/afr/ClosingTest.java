package org.glusterj.cluster.afr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.glusterj.core.Fop;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A close does not wait for the end of what was written under the lock; the end of the graph does. */
@Timeout(120)
class ClosingTest {
    private Mirror volume;

    @BeforeEach
    void start() throws Exception {
        volume = new Mirror(3);
    }

    @AfterEach
    void stop() {
        volume.close();
    }

    @Test
    void anFdStaysOpenUntilItsLockIsGivenBack() throws Exception {
        var fd = volume.create(volume.root(), "f");
        volume.await(() -> volume.copy(1).came().contains("-entrylk"));
        volume.copy(1).hold("-");
        volume.write(fd, 0, "x");
        volume.call(new Fop.Flush(fd, Xdata.NULL));
        fd.close();
        assertThat(fd.isClosed()).isFalse();
        volume.copy(1).let();
        volume.await(fd::isClosed);
    }

    @Test
    void aFileIsClosedBeforeItsMarkIsGone() throws Exception {
        var fd = volume.create(volume.root(), "f");
        volume.copy(1).hold("fsync");
        volume.write(fd, 0, "first");
        volume.write(fd, 0, "again");
        volume.closeAtOnce(fd);
        assertThat(volume.dirty(0, fd.inode()).data()).isPositive();
        volume.copy(1).let();
        volume.awaitCounters(0, fd.inode(), "- - - dirty -");
        volume.await(() -> volume.copy(1).cameSoFar().contains("-finodelk"));
        assertThat(volume.copy(1).came()).containsSubsequence("fsync", "fxattrop", "-finodelk");
    }

    @Test
    void theEndOfTheGraphWaitsForTheMarksOfClosedFiles() throws Exception {
        var fd = volume.create(volume.root(), "f");
        volume.copy(1).hold("fsync");
        volume.write(fd, 0, "first");
        volume.write(fd, 0, "again");
        volume.closeAtOnce(fd);
        var open = volume.create(volume.root(), "open");
        volume.write(open, 0, "x");
        assertThat(volume.settle(Duration.ZERO)).isFalse();
        volume.copy(1).let();
        assertThat(volume.settle(Duration.ofSeconds(1))).isTrue();
        assertThat(volume.counters(0, fd.inode())).isEqualTo("- - - dirty -");
        assertThat(volume.counters(0, open.inode())).isEqualTo("- - - dirty -");
        open.close();
    }
}
