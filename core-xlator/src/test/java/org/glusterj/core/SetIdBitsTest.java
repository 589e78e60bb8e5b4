package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SetIdBitsTest {
    @Test
    void setUidAndExecutableSetGidFall() {
        assertThat(SetIdBits.without(0106755)).isEqualTo(0100755);
        assertThat(SetIdBits.without(0104644)).isEqualTo(0100644);
        assertThat(SetIdBits.without(0100644)).isEqualTo(0100644);
    }

    @Test
    void setGidWithoutGroupExecuteStays() {
        assertThat(SetIdBits.without(0106745)).isEqualTo(0102745);
    }
}
