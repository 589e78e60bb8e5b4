package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Admission} runs, keeps and when it stops reading. */
class AdmissionTest implements Admission.Reading {
    private record Call(int bytes) implements Admission.Call {}

    private final List<String> reading = new ArrayList<>();
    private final Admission admission = new Admission(2, this);

    @Override
    public void pause() {
        reading.add("pause");
    }

    @Override
    public void resume() {
        reading.add("resume");
    }

    @Test
    void callsBeyondTheLimitWaitInOrder() {
        var running = new Call(10);
        var first = new Call(11);
        var second = new Call(12);
        assertThat(admission.admit(running, false)).isTrue();
        assertThat(admission.admit(new Call(10), false)).isTrue();
        assertThat(admission.admit(first, false)).isFalse();
        assertThat(admission.admit(second, false)).isFalse();
        assertThat(admission.finished(running, false)).isSameAs(first);
        assertThat(admission.finished(first, false)).isSameAs(second);
        assertThat(admission.finished(second, false)).isNull();
        assertThat(admission.running()).isEqualTo(1);
    }

    @Test
    void exemptCallsOvertakeTheBacklogAndFreeNoPlace() {
        admission.admit(new Call(1), false);
        admission.admit(new Call(1), false);
        admission.admit(new Call(1), false);
        var unlock = new Call(1);
        assertThat(admission.admit(unlock, true)).isTrue();
        assertThat(admission.finished(unlock, true)).isNull();
        assertThat(admission.waiting()).isEqualTo(1);
    }

    @Test
    void readingStopsAtTheByteBoundAndGoesOnAtHalfOfIt() {
        var running = List.of(new Call(1), new Call(1));
        running.forEach(call -> admission.admit(call, false));
        int size = (int) Admission.MAX_BYTES / 4;
        for (int i = 0; i < 4; i++) {
            admission.admit(new Call(size), false);
        }
        assertThat(reading).containsExactly("pause");
        var next = admission.finished(running.getFirst(), false);
        for (int i = 0; i < 3 && reading.size() == 1; i++) {
            next = admission.finished(next, false);
        }
        assertThat(reading).containsExactly("pause", "resume");
        assertThat(admission.isPaused()).isFalse();
    }

    @Test
    void readingStopsAtTheCallBoundAlsoForExemptCalls() {
        for (int i = 0; i < Admission.MAX_CALLS; i++) {
            admission.admit(new Call(1), true);
        }
        assertThat(reading).isEmpty();
        admission.admit(new Call(1), true);
        assertThat(reading).containsExactly("pause");
        for (int i = 0; i <= Admission.MAX_CALLS / 2; i++) {
            admission.finished(new Call(1), true);
        }
        assertThat(reading).containsExactly("pause", "resume");
    }

    @Test
    void abandoningReturnsTheBacklogOnce() {
        admission.admit(new Call(1), false);
        admission.admit(new Call(1), false);
        var waiting = new Call(1);
        admission.admit(waiting, false);
        assertThat(admission.abandon()).hasSize(1).first().isSameAs(waiting);
        assertThat(admission.abandon()).isEmpty();
    }

    @Test
    void aLimitOfZeroIsNone() {
        var open = new Admission(0, this);
        for (int i = 0; i < 1000; i++) {
            assertThat(open.admit(new Call(1), false)).isTrue();
        }
    }
}
