package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FnmatchTest {
    @ParameterizedTest
    @CsvSource({
        "trusted.afr.*, trusted.afr.v-client-0, true",
        "trusted.afr.*, trusted.af, false",
        "*, anything, true",
        "*dht*, trusted.glusterfs.dht, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a-c]x, dx, true",
        "a[, a[, true",
        "\\*, *, true",
        "\\*, x, false",
        "a*b*c, axxbyyc, true",
        "a*b*c, axxbyy, false",
        "'', '', true",
        "'', x, false"
    })
    void matchesAsTheShellDoes(String pattern, String text, boolean expected) {
        assertThat(Fnmatch.matches(pattern, text)).isEqualTo(expected);
    }
}
