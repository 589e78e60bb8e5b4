package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrivilegeBitsTest {
    @Test
    void setUidAndExecutableSetGidFall() {
        assertThat(PrivilegeBits.without(0106755)).isEqualTo(0100755);
        assertThat(PrivilegeBits.without(0104644)).isEqualTo(0100644);
        assertThat(PrivilegeBits.without(0100644)).isEqualTo(0100644);
    }

    @Test
    void setGidWithoutGroupExecuteStays() {
        assertThat(PrivilegeBits.without(0106745)).isEqualTo(0102745);
    }
}
