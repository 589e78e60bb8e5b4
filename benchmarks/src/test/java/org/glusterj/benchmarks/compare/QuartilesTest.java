package org.glusterj.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuartilesTest {
    @Test
    void interpolatesBetweenNeighbours() {
        assertThat(Quartiles.of(5, 1, 3, 2, 4)).isEqualTo(new Quartiles(2, 3, 4));
        assertThat(Quartiles.of(4, 2, 1, 3)).isEqualTo(new Quartiles(1.75, 2.5, 3.25));
        assertThat(Quartiles.of(7)).isEqualTo(new Quartiles(7, 7, 7));
    }

    @Test
    void isWideBeyondAFifthOfTheMedian() {
        assertThat(new Quartiles(0.91, 1, 1.1).isWide()).isFalse();
        assertThat(new Quartiles(0.89, 1, 1.1).isWide()).isTrue();
    }
}
