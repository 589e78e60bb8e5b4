package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may enter and remove what in the {@link PortTable}. */
class PortTableTest {
    private final PortTable portmap = new PortTable();
    private final Object mine = new Object();
    private final Object yours = new Object();

    @Test
    void unknownBricksHavePortZero() {
        assertThat(portmap.portOf("/b")).isZero();
        assertThat(portmap.brickOn(49152)).isNull();
    }

    @Test
    void entriesGoWithTheirConnection() {
        portmap.add("/a", 49152, mine);
        portmap.add("/b", 49153, mine);
        portmap.add("/c", 49154, yours);
        portmap.removeAll(mine);
        assertThat(portmap.portOf("/a")).isZero();
        assertThat(portmap.portOf("/c")).isEqualTo(49154);
        assertThat(portmap.brickOn(49154)).isEqualTo("/c");
    }

    @Test
    void onlyTheOwnerSignsOut() {
        portmap.add("/a", 49152, mine);
        assertThat(portmap.remove("/a", 49152, yours)).isFalse();
        assertThat(portmap.remove("/a", 1, mine)).isFalse();
        assertThat(portmap.remove("/a", 49152, mine)).isTrue();
        assertThat(portmap.remove("/a", 49152, mine)).isFalse();
    }

    @Test
    void nobodyTakesOverABrickOfThisProcess() {
        portmap.add("/a", 49152, PortTable.LOCAL);
        assertThat(portmap.add("/a", 50000, yours)).isFalse();
        assertThat(portmap.portOf("/a")).isEqualTo(49152);
    }

    @Test
    void pathsAreBounded() {
        assertThat(portmap.add("/".repeat(PortTable.MAX_PATH_BYTES), 49152, mine)).isTrue();
        assertThat(portmap.add("/".repeat(PortTable.MAX_PATH_BYTES + 1), 49152, mine)).isFalse();
    }

    @Test
    void theTableIsBounded() {
        for (int i = 0; i < PortTable.MAX_BRICKS; i++) {
            assertThat(portmap.add("/" + i, 49152, mine)).isTrue();
        }
        assertThat(portmap.add("/one more", 49152, mine)).isFalse();
        assertThat(portmap.add("/7", 49153, mine)).isTrue();
    }
}
