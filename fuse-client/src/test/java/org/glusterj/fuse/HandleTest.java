package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Iatt;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;

class HandleTest {
    private final Handle.OfDirectory handle = new Handle.OfDirectory(null);

    private static DirEntry entry(String name, long cookie) {
        return new DirEntry(1, cookie, 8, name, Iatt.NONE, Xdata.NULL);
    }

    private boolean continues(long offset) {
        return handle.continuesAt(offset, true, 7, 500);
    }

    private void keep(boolean atEnd) {
        handle.keep(
                List.of(entry("a", 10), entry("b", 20), entry("c", 30)), atEnd, true, 0, 7, 1000);
    }

    @Test
    void aFreshHandleHasNothing() {
        assertThat(handle.continuesAt(0, false, 0, Long.MIN_VALUE)).isFalse();
        assertThat(handle.peek()).isNull();
    }

    @Test
    void entriesAreTakenInOrderAndTheRestWaits() {
        keep(false);
        handle.take();
        assertThat(continues(10)).isTrue();
        assertThat(handle.peek().name()).isEqualTo("b");
        handle.take();
        handle.take();
        assertThat(handle.peek()).isNull();
        assertThat(continues(30)).as("the brick has more").isFalse();
    }

    @Test
    void theEndIsKnownWithoutAsking() {
        keep(true);
        handle.take();
        handle.take();
        handle.take();
        assertThat(continues(30)).isTrue();
        assertThat(handle.peek()).isNull();
    }

    @Test
    void seekingWithinTheBatchWorksBeyondItDoesNot() {
        keep(false);
        handle.take();
        handle.take();
        assertThat(continues(10)).isTrue();
        assertThat(handle.peek().name()).isEqualTo("b");
        assertThat(continues(15)).isFalse();
        assertThat(continues(0)).isFalse();
    }

    @Test
    void changesAndAgeEndTheBatch() {
        keep(false);
        handle.take();
        assertThat(handle.continuesAt(10, true, 8, 500)).as("something changed").isFalse();
        assertThat(handle.continuesAt(10, true, 7, 1000)).as("too old").isFalse();
        handle.keep(List.of(entry("a", 10), entry("b", 20)), false, false, 0, 7, 1000);
        handle.take();
        assertThat(handle.continuesAt(10, true, 7, 500)).as("lacks attributes").isFalse();
        assertThat(handle.continuesAt(10, false, 7, 500)).isTrue();
    }
}
