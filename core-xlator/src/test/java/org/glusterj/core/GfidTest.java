package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GfidTest {
    @Test
    void rootIsFifteenZerosAndOne() {
        assertThat(Gfid.ROOT).hasToString("00000000-0000-0000-0000-000000000001");
        assertThat(Gfid.ROOT.ino()).isEqualTo(1);
        assertThat(Gfid.ROOT.toBytes()[15]).isEqualTo((byte) 1);
    }

    @Test
    void textAndBytesRoundTrip() {
        var gfid = Gfid.parse("be318638-e8a0-4c6d-977d-7a937aa84806");
        assertThat(gfid).hasToString("be318638-e8a0-4c6d-977d-7a937aa84806");
        assertThat(Gfid.of(gfid.toBytes())).isEqualTo(gfid);
        assertThat(gfid.ino()).isEqualTo(0x977d7a937aa84806L);
    }

    @Test
    void malformedTextIsRefused() {
        for (var bad :
                new String[] {
                    "",
                    "be318638",
                    "be318638-e8a0-4c6d-977d-7a937aa8480g",
                    "be318638ee8a0-4c6d-977d-7a937aa84806"
                }) {
            assertThatThrownBy(() -> Gfid.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Gfid.of(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomGfidsAreVersionFour() {
        var gfid = Gfid.random(new java.util.Random(7));
        assertThat(gfid.toString().charAt(14)).isEqualTo('4');
        assertThat("89ab").contains(gfid.toString().substring(19, 20));
    }
}
