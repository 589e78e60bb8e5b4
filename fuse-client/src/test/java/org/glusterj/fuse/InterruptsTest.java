package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterruptsTest {
    private final Interrupts interrupts = new Interrupts();

    @Test
    void aWaitingRequestIsCancelledOthersAreNot() {
        var a = interrupts.expect(2);
        var b = interrupts.expect(4);
        interrupts.interrupt(2);
        assertThat(a.isFired()).isTrue();
        assertThat(b.isFired()).isFalse();
        interrupts.forget(2);
        interrupts.forget(4);
        assertThat(interrupts.size()).isZero();
    }

    @Test
    void anInterruptThatCameFirstCounts() {
        interrupts.interrupt(6);
        assertThat(interrupts.expect(6).isFired()).isTrue();
        assertThat(interrupts.expect(6).isFired()).as("once").isFalse();
    }

    @Test
    void onlyTheLastStrangersAreRemembered() {
        interrupts.interrupt(8);
        for (int i = 0; i < 1000; i++) {
            interrupts.interrupt(100 + i);
        }
        assertThat(interrupts.expect(8).isFired()).isFalse();
        assertThat(interrupts.expect(1099).isFired()).isTrue();
        assertThat(interrupts.size()).isEqualTo(2);
    }
}
