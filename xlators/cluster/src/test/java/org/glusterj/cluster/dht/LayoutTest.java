package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.glusterj.cluster.dht.Layout.State;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static Layout layout(String... stored) {
        var states = new State[stored.length];
        Arrays.fill(states, State.PRESENT);
        var bytes = new byte[stored.length][];
        for (int i = 0; i < stored.length; i++) {
            bytes[i] = stored[i] == null ? null : HexFormat.of().parseHex(stored[i]);
        }
        return Layout.of(states, bytes);
    }

    @Test
    void twoHalvesAreWhole() {
        var halves = layout("0000000000000000000000007ffffffe", "00000000000000007fffffffffffffff");
        assertThat(halves.anomalies().none()).isTrue();
        assertThat(halves.search(0)).isZero();
        assertThat(halves.search(0x7ffffffe)).isZero();
        assertThat(halves.search(0x7fffffff)).isEqualTo(1);
        assertThat(halves.search(-1)).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(halves.bytes(1)))
                .isEqualTo("00000000000000007fffffffffffffff");
    }

    @Test
    void nothingStoredIsAHole() {
        assertThat(layout(null, null).anomalies().holes()).isEqualTo(1);
        assertThat(layout(null, null).search(5)).isEqualTo(Known.NOWHERE);
    }

    @Test
    void aNewSubvolumeWithoutRangeIsNoAnomaly() {
        assertThat(layout("000000000000000000000000ffffffff", null).anomalies().none()).isTrue();
        var zero = layout("000000000000000000000000ffffffff", "00000000000000000000000000000000");
        assertThat(zero.anomalies().none()).isTrue();
    }

    @Test
    void gapsAndOverlapsAreCounted() {
        var gap = layout("00000000000000000000000000000010", "000000000000000000000012ffffffff");
        assertThat(gap.anomalies().holes()).isEqualTo(1);
        var twice = layout("00000000000000000000000000000010", "000000000000000000000010ffffffff");
        assertThat(twice.anomalies().overlaps()).isEqualTo(1);
        var end = layout("000000000000000000000000fffffffe");
        assertThat(end.anomalies().holes()).isEqualTo(1);
    }

    @Test
    void missingAndDownAreToldApart() {
        var states = new State[] {State.PRESENT, State.MISSING, State.DOWN, State.FAILED};
        var all = HexFormat.of().parseHex("000000000000000000000000ffffffff");
        var anomalies = Layout.of(states, new byte[][] {all, null, null, null}).anomalies();
        assertThat(anomalies.missing()).isEqualTo(1);
        assertThat(anomalies.healable()).isFalse();
    }

    @Test
    void commitHashesMustAgree() {
        var same = layout("0000000700000000000000007ffffffe", "00000007000000007fffffffffffffff");
        assertThat(same.commitHash()).isEqualTo(7);
        var mixed = layout("0000000700000000000000007ffffffe", "00000008000000007fffffffffffffff");
        assertThat(mixed.commitHash()).isEqualTo(Layout.COMMIT_INVALID);
    }

    @Test
    void aBrokenXattrMakesItsSubvolumeUnusable() {
        assertThat(layout("0000").part(0).state()).isEqualTo(State.FAILED);
        assertThat(layout("000000000000000200000000ffffffff").part(0).state())
                .isEqualTo(State.FAILED);
        assertThat(layout("000000000000000100000000ffffffff").type()).isEqualTo(Layout.TYPE_USER);
    }
}
