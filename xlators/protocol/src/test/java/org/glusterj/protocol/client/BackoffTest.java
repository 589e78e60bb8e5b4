package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void attemptsBecomeRarerUpToThreeSecondsAndStartAnewAfterASuccess() {
        var backoff = new Backoff();
        long[] millis = new long[8];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = backoff.next().toMillis();
        }
        assertThat(millis).containsExactly(100, 200, 400, 800, 1600, 3000, 3000, 3000);
        backoff.reset();
        assertThat(backoff.next().toMillis()).isEqualTo(100);
    }
}
