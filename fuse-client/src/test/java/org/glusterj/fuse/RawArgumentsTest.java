package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RawArgumentsTest {
    private static final String LINE = "java\0Main\0mount\0h:/v\0/m/l\u00e4t\0\0";

    @Test
    void bytesThatTheLocaleDoesNotKnowArriveUnchanged() {
        assertThat(RawArguments.of(LINE, new String[] {"h:/v", "/m/l\ufffdt", ""}))
                .containsExactly("h:/v", "/m/l\u00e4t", "");
        assertThat(RawArguments.of(LINE, new String[0])).isEmpty();
    }

    @Test
    void argumentsFromElsewhereAreTakenAsUtf8() {
        assertThat(RawArguments.of(LINE, new String[] {"h:/w", "/m/l\u00e4t", ""}))
                .containsExactly("h:/w", "/m/l\u00c3\u00a4t", "");
        assertThat(RawArguments.of("", new String[] {"/m"})).containsExactly("/m");
    }
}
