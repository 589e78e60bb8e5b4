package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdTableTest {
    @Test
    void numbersFindTheirObjectUntilRemoved() {
        var table = new IdTable<String>(1);
        long a = table.add(id -> "a" + id);
        long b = table.add(id -> "b");
        assertThat(a).as("1 is reserved").isEqualTo(2);
        assertThat(table.get(a)).isEqualTo("a2");
        assertThat(table.get(b)).isEqualTo("b");
        assertThat(table.remove(a)).isEqualTo("a2");
        assertThat(table.remove(a)).isNull();
        assertThat(table.get(a)).isNull();
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void aReusedPlaceHasAnotherNumber() {
        var table = new IdTable<String>(0);
        long first = table.add(id -> "first");
        table.remove(first);
        long second = table.add(id -> "second");
        assertThat(second).isNotEqualTo(first);
        assertThat((int) second).isEqualTo((int) first);
        assertThat(table.get(first)).isNull();
        assertThat(table.get(second)).isEqualTo("second");
    }

    @Test
    void strangeNumbersFindNothing() {
        var table = new IdTable<String>(1);
        table.add(id -> "a");
        for (long id : new long[] {0, 1, -1, 3, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32 | 2}) {
            assertThat(table.get(id)).isNull();
            assertThat(table.remove(id)).isNull();
        }
    }

    @Test
    void manyObjectsSpanSegmentsAndDrainOnce() {
        var table = new IdTable<Integer>(1);
        var ids = new ArrayList<Long>();
        for (int i = 0; i < 5000; i++) {
            int value = i;
            ids.add(table.add(id -> value));
        }
        for (int i = 0; i < 5000; i += 2) {
            table.remove(ids.get(i));
        }
        assertThat(table.get(ids.get(4999))).isEqualTo(4999);
        assertThat(table.find(value -> value == 4001)).isEqualTo(4001);
        assertThat(table.find(value -> value == 4000)).isNull();
        List<Integer> drained = new ArrayList<>();
        table.drain(drained::add);
        assertThat(drained).hasSize(2500).doesNotHaveDuplicates();
        assertThat(table.size()).isZero();
    }
}
