package org.glusterj.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

/** When an event loop looks for events, how long, and when it stops looking. */
class WatchfulSelectTest {
    private static final long LIMIT_NANOS = 100_000;

    private long now;
    private int looks;
    private long readyAt = Long.MAX_VALUE;
    private long stepNanos = 1000;

    private final WatchfulSelect select =
            new WatchfulSelect(LIMIT_NANOS, () -> now, () -> now += stepNanos);

    private int next() throws Exception {
        return select.calculateStrategy(this::ready, false);
    }

    private int ready() {
        looks++;
        return now >= readyAt ? 3 : 0;
    }

    @Test
    void whatComesInTimeIsTakenWithoutSleeping() throws Exception {
        readyAt = 40_000;
        assertThat(next()).isEqualTo(3);
        assertThat(now).isEqualTo(40_000);
    }

    @Test
    void sleepsWhenNothingComesUntilTheLimit() throws Exception {
        assertThat(next()).isEqualTo(SelectStrategy.SELECT);
        assertThat(now).isEqualTo(LIMIT_NANOS);
        assertThat(looks).isEqualTo(100);
    }

    @Test
    void tasksAreNotKeptWaiting() throws Exception {
        assertThat(select.calculateStrategy(this::ready, true)).isZero();
        assertThat(looks).isEqualTo(1);
        assertThat(now).isZero();
    }

    @Test
    void somebodyElseWhoWantsTheProcessorEndsTheLook() throws Exception {
        stepNanos = 31_000;
        assertThat(next()).isEqualTo(SelectStrategy.SELECT);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void looksInVainAreGivenUpButForProbes() throws Exception {
        int before = 0;
        int rounds = 0;
        do {
            before = looks;
            next();
            rounds++;
        } while (looks > before);
        assertThat(rounds).isBetween(5, 20);
        looks = 0;
        for (int i = 0; i < 320; i++) {
            next();
        }
        assertThat(looks).isEqualTo(10 * 100);
    }

    @Test
    void probesThatFindSomethingBringTheLooksBack() throws Exception {
        for (int i = 0; i < 40; i++) {
            next();
        }
        readyAt = 0;
        for (int i = 0; i < 32 * 16; i++) {
            next();
        }
        looks = 0;
        assertThat(next()).isEqualTo(3);
        assertThat(looks).isEqualTo(1);
    }
}
