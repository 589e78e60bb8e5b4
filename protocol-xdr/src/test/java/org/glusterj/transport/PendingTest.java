package org.glusterj.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.transport.Peers.Asked;
import org.junit.jupiter.api.Test;

class PendingTest {
    private final Pending pending = new Pending();

    private Asked added() {
        var call = new Asked(false);
        assertThat(pending.add(call)).isTrue();
        return call;
    }

    @Test
    void theFirstXidIsTwoAsWithStock() {
        assertThat(added().xid()).isEqualTo(2);
        assertThat(added().xid()).isEqualTo(3);
    }

    @Test
    void aCallIsTakenOnce() {
        var call = added();
        assertThat(pending.take(call.xid())).isSameAs(call);
        assertThat(pending.take(call.xid())).isNull();
        assertThat(pending.remove(call)).isFalse();
    }

    @Test
    void anXidOfTheSamePlaceIsAnotherCall() {
        var call = added();
        assertThat(pending.take(call.xid() + Pending.CAPACITY)).isNull();
        assertThat(pending.size()).isEqualTo(1);
    }

    @Test
    void aPlaceThatIsTakenForLongIsSkipped() {
        var longRunning = added();
        for (int i = 0; i < 3 * Pending.CAPACITY; i++) {
            var call = added();
            assertThat(call.xid()).isNotEqualTo(longRunning.xid());
            assertThat(pending.take(call.xid())).isSameAs(call);
        }
        assertThat(pending.take(longRunning.xid())).isSameAs(longRunning);
    }

    @Test
    void noMoreThanItsCapacityFits() {
        for (int i = 0; i < Pending.CAPACITY; i++) {
            added();
        }
        assertThat(pending.add(new Asked(false))).isFalse();
        pending.loseAll();
        assertThat(pending.size()).isZero();
        added();
    }

    @Test
    void onlyOldCallsExpire() {
        var call = added();
        assertThat(pending.expire(call.startedNanos())).isZero();
        assertThat(pending.expire(call.startedNanos() + 1)).isEqualTo(1);
        assertThat(call.outcome.join()).isEqualTo(RpcCall.Loss.EXPIRED);
    }
}
