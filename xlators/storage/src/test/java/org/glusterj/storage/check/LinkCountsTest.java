package org.glusterj.storage.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinkCountsTest {
    @Test
    void countsAcrossBlocks() {
        var counts = new LinkCounts();
        var model = new HashMap<Long, Integer>();
        var random = new SplittableRandom(5);
        for (int i = 0; i < 700_000; i++) {
            long ino = random.nextLong(400_000);
            counts.add(ino);
            model.merge(ino, 1, Integer::sum);
        }
        counts.seal();
        for (long ino = 0; ino < 400_000; ino += 7) {
            assertThat(counts.count(ino)).isEqualTo(model.getOrDefault(ino, 0));
        }
        assertThat(counts.count(-1)).isZero();
    }

    @Test
    void nothingWasAdded() {
        var counts = new LinkCounts();
        counts.seal();
        assertThat(counts.count(1)).isZero();
    }
}
