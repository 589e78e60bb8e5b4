package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LeafCookiesTest {
    /** Lines: "leaves N", then name, cookie at the mount, brick:cookie,...; captured from 10.3 on ext4. */
    @Test
    void capturedCookiesAreThoseOfStock() throws Exception {
        String text;
        try (var in = LeafCookiesTest.class.getResourceAsStream("/golden/doff.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
        LeafCookies cookies = null;
        int compared = 0;
        for (var line : text.lines().toList()) {
            var words = line.split(" ");
            if (words[0].equals("leaves")) {
                cookies = new LeafCookies(Integer.parseInt(words[1]));
                continue;
            }
            long shown = Long.parseUnsignedLong(words[1], 16);
            boolean found = false;
            for (var brick : words[2].split(",")) {
                int leaf = Integer.parseInt(brick.substring(0, 1));
                long own = Long.parseUnsignedLong(brick.substring(2), 16);
                if (cookies.encode(own, leaf) == shown) {
                    found = true;
                    assertThat(cookies.leaf(shown)).as(line).isEqualTo(leaf);
                }
            }
            assertThat(found).as(line).isTrue();
            compared++;
        }
        assertThat(compared).isEqualTo(124);
    }

    @Test
    void smallCookiesComeBackWhole() {
        var cookies = new LeafCookies(5);
        for (int leaf = 0; leaf < 5; leaf++) {
            for (long own : new long[] {1, 2, 4095, 1L << 40, (1L << 59) - 1}) {
                long shown = cookies.encode(own, leaf);
                assertThat(cookies.leaf(shown)).isEqualTo(leaf);
                assertThat(cookies.decode(shown)).isEqualTo(own);
            }
        }
        assertThat(cookies.encode(0, 3)).isZero();
        assertThat(cookies.encode(-1, 3)).isEqualTo(-1);
    }

    @Test
    void hugeCookiesKeepTheirHighBits() {
        var cookies = new LeafCookies(3);
        long own = 0x7fff_ffff_ffff_fff8L;
        long shown = cookies.encode(own, 2);
        assertThat(shown).isPositive();
        assertThat(cookies.leaf(shown)).isEqualTo(2);
        assertThat(cookies.decode(shown)).isEqualTo(own);
    }

    @Test
    void oneLeafChangesNothing() {
        var one = new LeafCookies(1);
        assertThat(one.encode(Long.MAX_VALUE, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(one.decode(77)).isEqualTo(77);
        assertThat(one.leaf(77)).isZero();
    }

    @Test
    void aGraphWithoutLeavesIsNone() {
        assertThatThrownBy(() -> new LeafCookies(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
