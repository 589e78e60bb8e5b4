package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.glusterj.core.GraphException;
import org.glusterj.core.Volfile;
import org.junit.jupiter.api.Test;

/** The volfiles that {@code serve} makes. */
class VolfilesTest {
    private static final UUID ID = UUID.fromString("b08ed069-1017-4d8e-9e2f-af35a19db063");

    @Test
    void theBrickIsNamedByItsPathAndOpenToEveryAddress() throws GraphException {
        var volfile = BrickVolfile.of("v", "/srv/my brick", ID);
        assertThat(Volfile.parse(volfile.write())).isEqualTo(volfile);
        assertThat(volfile.top().type()).isEqualTo("protocol/server");
        assertThat(volfile.top().subvolumes()).containsExactly("/srv/my brick");
        assertThat(volfile.top().options()).containsEntry("auth.addr./srv/my brick.allow", "*");
        assertThat(volfile.nodes().getFirst().options())
                .containsEntry("volume-id", ID.toString())
                .containsEntry("directory", "/srv/my brick");
    }

    @Test
    void theClientGetsTheStackThatStockWritesForOneBrick() throws GraphException {
        var volfile = ClientVolfile.of("single", "/srv/single/brick1", "server1", 24007);
        assertThat(Volfile.parse(volfile.write())).isEqualTo(volfile);
        assertThat(volfile.nodes().stream().map(Volfile.Node::type))
                .containsExactly(
                        "protocol/client",
                        "cluster/distribute",
                        "features/utime",
                        "performance/write-behind",
                        "performance/open-behind",
                        "performance/quick-read",
                        "performance/md-cache",
                        "performance/io-threads",
                        "debug/io-stats");
        assertThat(volfile.nodes().getFirst().options())
                .containsEntry("remote-subvolume", "/srv/single/brick1")
                .containsEntry("remote-host", "server1")
                .doesNotContainKey("remote-port");
    }

    @Test
    void anotherManagementPortIsNamed() {
        var client = ClientVolfile.of("v", "/b", "::1", 24010).nodes().getFirst().options();
        assertThat(client)
                .containsEntry("remote-port", "24010")
                .containsEntry("transport.address-family", "inet6");
    }
}
