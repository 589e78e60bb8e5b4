package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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
    void optionsOfTheVolumeGoToTheirTranslators() throws Exception {
        var options =
                Map.of(
                        VolumeOption.of("storage.max-hardlinks"), "0",
                        VolumeOption.of("features.cache-invalidation"), "on",
                        VolumeOption.of("features.trash"), "on",
                        VolumeOption.of("auth.allow"), "10.*",
                        VolumeOption.of("network.ping-timeout"), "5");
        var brick = VolumeOption.onBrick(BrickVolfile.of("v", "/b", ID), "v", "/b", options);
        assertThat(Volfile.parse(brick.write())).isEqualTo(brick);
        assertThat(brick.nodes().stream().map(Volfile.Node::type))
                .containsExactly(
                        "storage/posix",
                        "features/trash",
                        "features/locks",
                        "features/upcall",
                        "performance/io-threads",
                        "debug/io-stats",
                        "protocol/server");
        assertThat(brick.nodes().getFirst().options()).containsEntry("max-hardlinks", "0");
        assertThat(brick.nodes().get(1).options()).containsEntry("brick-path", "/b");
        assertThat(brick.top().options()).containsEntry("auth.addr./b.allow", "10.*");
        var client = VolumeOption.onClient(ClientVolfile.of("v", "/b", "h", 24007), options);
        assertThat(client.nodes().getFirst().options()).containsEntry("ping-timeout", "5");
        assertThat(client.top().options()).doesNotContainKey("max-hardlinks");
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
