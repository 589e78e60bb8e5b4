package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void attemptsBecomeRarerAndStartAnewAfterASuccess() {
        long[] millis = new long[7];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = backoff.next().toMillis();
        }
        assertThat(millis).containsExactly(100, 200, 400, 500, 500, 500, 500);
        backoff.reset();
        assertThat(backoff.next().toMillis()).isEqualTo(100);
    }

    /** A brick that restarts on a busy machine takes its time; waiting for it should add little to that. */
    @Test
    void afterHalfAMinuteStocksIntervalIsKept() {
        long passed = 0;
        long last = 0;
        for (int i = 0; i < 1000 && last < 3000; i++) {
            last = backoff.next().toMillis();
            passed += last;
        }
        assertThat(last).isEqualTo(3000);
        assertThat(passed).isBetween(30_000L, 35_000L);
        assertThat(backoff.next().toMillis()).isEqualTo(3000);
    }
}
