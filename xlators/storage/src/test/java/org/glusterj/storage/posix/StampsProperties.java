package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.glusterj.core.Mdata;
import org.glusterj.core.OpTime;
import org.glusterj.storage.layout.MdataCodec;

class StampsProperties {
    @Provide
    Arbitrary<OpTime> calls() {
        var seconds = Arbitraries.longs().between(-5, 5);
        var nanos = Arbitraries.integers().between(0, 3);
        return Combinators.combine(seconds, nanos).as((s, n) -> new OpTime(7, s, n));
    }

    @Provide
    Arbitrary<Mdata> stored() {
        var s = Arbitraries.longs().between(-5, 5);
        var n = Arbitraries.integers().between(0, 3);
        return Combinators.combine(s, n, s, n, s, n).as(Mdata::new);
    }

    @Property
    void callsInAnyOrderEndAtTheSameTimes(
            @ForAll("stored") Mdata now,
            @ForAll("calls") OpTime a,
            @ForAll("calls") OpTime b,
            @ForAll @IntRange(max = 7) int which) {
        var ab = Stamps.advance(Stamps.advance(now, a, which), b, which);
        var ba = Stamps.advance(Stamps.advance(now, b, which), a, which);
        assertThat(ab).isEqualTo(ba);
    }

    @Property
    void selectedStampsNeverGoBackAndOthersStay(
            @ForAll("stored") Mdata now,
            @ForAll("calls") OpTime call,
            @ForAll @IntRange(max = 7) int which) {
        var next = Stamps.advance(now, call, which);
        assertThat(Stamps.max(next, now)).isEqualTo(next);
        if ((which & OpTime.MTIME) == 0) {
            assertThat(next.mtime()).isEqualTo(now.mtime());
        }
        if ((which & OpTime.CTIME) == 0) {
            assertThat(next.ctime()).isEqualTo(now.ctime());
        }
    }

    @Property
    void storedTimesSurviveTheDisk(@ForAll("stored") Mdata times) {
        assertThat(MdataCodec.decode(MdataCodec.encode(times))).isEqualTo(times);
    }
}
