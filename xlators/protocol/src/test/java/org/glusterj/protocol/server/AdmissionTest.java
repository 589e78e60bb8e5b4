package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Admission} runs, keeps and when it stops reading. */
class AdmissionTest implements Admission.Reading {
    private static final class Call extends Admission.Call {
        private final int bytes;
        private final long weight;

        Call(int bytes) {
            this(bytes, bytes);
        }

        Call(int bytes, long weight) {
            this.bytes = bytes;
            this.weight = weight;
        }

        @Override
        int bytes() {
            return bytes;
        }

        @Override
        long weight() {
            return weight;
        }
    }

    private final List<String> reading = new ArrayList<>();
    private final List<Admission.Call> started = new ArrayList<>();
    private final TotalRunning total = new TotalRunning(TotalRunning.DEFAULT_BYTES);
    private final Admission admission = new Admission(2, this, total);

    @Override
    public void pause() {
        reading.add("pause");
    }

    @Override
    public void resume() {
        reading.add("resume");
    }

    @Override
    public void start(List<Admission.Call> calls) {
        started.addAll(calls);
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
        assertThat(admission.finished(running, false)).hasSize(1).first().isSameAs(first);
        assertThat(admission.finished(first, false)).hasSize(1).first().isSameAs(second);
        assertThat(admission.finished(second, false)).isEmpty();
        assertThat(admission.running()).isEqualTo(1);
    }

    @Test
    void exemptCallsOvertakeTheBacklogAndFreeNoPlace() {
        admission.admit(new Call(1), false);
        admission.admit(new Call(1), false);
        admission.admit(new Call(1), false);
        var unlock = new Call(1);
        assertThat(admission.admit(unlock, true)).isTrue();
        assertThat(admission.finished(unlock, true)).isEmpty();
        assertThat(admission.waiting()).isEqualTo(1);
    }

    @Test
    void readingStopsAtTheByteBoundAndGoesOnAtHalfOfIt() {
        var running = new Call(1);
        admission.admit(running, false);
        admission.admit(new Call(1), false);
        int size = (int) Admission.MAX_BYTES / 4;
        for (int i = 0; i < 4; i++) {
            admission.admit(new Call(size, 1), false);
        }
        assertThat(reading).containsExactly("pause");
        var next = admission.finished(running, false);
        while (!next.isEmpty() && reading.size() == 1) {
            next = admission.finished(next.getFirst(), false);
        }
        assertThat(reading).containsExactly("pause", "resume");
        assertThat(admission.isPaused()).isFalse();
    }

    @Test
    void fopsWithLargeRepliesRunFewAtATimeAndAHugeOneAlone() {
        var wide = new Admission(64, this, total);
        var half = new Call(100, Admission.MAX_RUNNING_BYTES / 2);
        var other = new Call(100, Admission.MAX_RUNNING_BYTES / 2);
        var third = new Call(100, 1);
        var huge = new Call(100, 1L << 32);
        assertThat(wide.admit(half, false)).isTrue();
        assertThat(wide.admit(other, false)).isTrue();
        assertThat(wide.admit(third, false)).isFalse();
        assertThat(wide.admit(huge, false)).isFalse();
        assertThat(wide.finished(half, false)).hasSize(1).first().isSameAs(third);
        assertThat(wide.finished(other, false)).isEmpty();
        assertThat(wide.finished(third, false)).hasSize(1).first().isSameAs(huge);
        assertThat(wide.admit(third, false)).isFalse();
        assertThat(wide.finished(huge, false)).hasSize(1).first().isSameAs(third);
    }

    @Test
    void whileTheClientDoesNotReadItsRepliesTheBacklogStays() {
        var running = new Call(1);
        var waiting = new Call(2);
        assertThat(admission.admit(running, false)).isTrue();
        assertThat(admission.hold(true)).isEmpty();
        assertThat(admission.admit(waiting, false)).isFalse();
        assertThat(admission.finished(running, false)).isEmpty();
        assertThat(admission.hold(false)).hasSize(1).first().isSameAs(waiting);
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
        var open = new Admission(0, this, total);
        for (int i = 0; i < 1000; i++) {
            assertThat(open.admit(new Call(1), false)).isTrue();
        }
    }

    @Test
    void allClientsTogetherRunNoMoreThanTheTotal() {
        var few = new TotalRunning(3 << 20);
        var one = new Admission(64, this, few);
        var other = new Admission(64, this, few);
        var third = new Admission(64, this, few);
        var large = new Call(1 << 20);
        assertThat(one.admit(large, false)).isTrue();
        assertThat(one.admit(large, false)).isTrue();
        assertThat(other.admit(large, false)).isTrue();
        assertThat(third.admit(large, false)).isFalse();
        assertThat(other.admit(large, false)).isFalse();
        assertThat(few.used()).isEqualTo(3 << 20);
        assertThat(few.waiting()).isEqualTo(2);
        assertThat(other.admit(new Call(100), true)).as("an unlock").isTrue();

        assertThat(one.finished(large, false)).isEmpty();
        few.wake();
        assertThat(third.running()).isEqualTo(1);
        assertThat(other.waiting()).isEqualTo(1);
        assertThat(started).hasSize(1);
        other.finished(large, false);
        few.wake();
        assertThat(other.running()).isEqualTo(1);
        assertThat(few.used()).isEqualTo(3 << 20);
        assertThat(few.waiting()).isZero();
    }

    @Test
    void namesAndAttributesDoNotWaitForOthersContent() {
        var few = new TotalRunning(1 << 20);
        var one = new Admission(64, this, few);
        var other = new Admission(64, this, few);
        one.admit(new Call(1 << 20), false);
        assertThat(other.admit(new Call(TotalRunning.SMALL_BYTES), false)).isTrue();
        assertThat(other.admit(new Call(TotalRunning.SMALL_BYTES + 1), false)).isFalse();
    }

    @Test
    void aClientThatWaitsForOthersIsReadLess() {
        var few = new TotalRunning(1 << 20);
        var one = new Admission(64, this, few);
        var other = new Admission(64, this, few);
        var large = new Call(1 << 20);
        one.admit(large, false);
        other.admit(large, false);
        assertThat(reading).isEmpty();
        other.admit(new Call(100), false);
        assertThat(reading).containsExactly("pause");
        one.finished(large, false);
        few.wake();
        assertThat(reading).containsExactly("pause", "resume");
        assertThat(started).hasSize(2);
    }

    @Test
    void aClientThatIsGoneWaitsNoMore() {
        var few = new TotalRunning(1 << 20);
        var one = new Admission(64, this, few);
        var gone = new Admission(64, this, few);
        var other = new Admission(64, this, few);
        var large = new Call(1 << 20);
        one.admit(large, false);
        gone.admit(large, false);
        other.admit(large, false);
        assertThat(gone.abandon()).hasSize(1);
        one.finished(large, false);
        few.wake();
        assertThat(other.running()).isEqualTo(1);
        assertThat(gone.running()).isZero();
    }

    @Test
    void whatRunsOrWaitsIsTold() {
        var running = new Call(1);
        var also = new Call(2);
        var waiting = new Call(3);
        var unlock = new Call(4);
        admission.admit(running, false);
        admission.admit(also, false);
        admission.admit(waiting, false);
        admission.admit(unlock, true);
        assertThat(admission.calls(10)).containsExactly(running, also, waiting, unlock);
        assertThat(admission.calls(2)).containsExactly(running, also);

        admission.finished(also, false);
        admission.finished(unlock, true);
        assertThat(admission.calls(10)).containsExactly(running, waiting);
        admission.finished(running, false);
        admission.finished(waiting, false);
        assertThat(admission.calls(10)).isEmpty();

        admission.admit(running, false);
        admission.admit(also, false);
        admission.admit(waiting, false);
        admission.abandon();
        assertThat(admission.calls(10)).containsExactly(running, also);
    }
}
