package org.glusterj.management.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.glusterj.management.model.Volume;
import org.glusterj.management.volgen.StockVolumes;
import org.junit.jupiter.api.Test;

/** Outcomes are those of a stock 10.3 for the same commands. */
class ResetTest {
    private final Volume volume =
            with(
                    Map.of(
                            "user.color", "red",
                            "cluster.lookup-optimize", "off",
                            "geo-replication.indexing", "on",
                            "nfs.disable", "off",
                            "storage.fips-mode-rchecksum", "off",
                            "transport.address-family", "inet6",
                            "cluster.granular-entry-heal", "off"));

    @Test
    void allButTheProtectedGo() {
        var reset = Reset.all(volume, false);
        assertThat(reset.kept()).isTrue();
        assertThat(reset.settings())
                .isEqualTo(
                        Map.of(
                                "geo-replication.indexing", "on",
                                "nfs.disable", "on",
                                "storage.fips-mode-rchecksum", "on",
                                "transport.address-family", "inet",
                                "cluster.granular-entry-heal", "on"));
    }

    @Test
    void forceTakesTheProtectedToo() {
        var reset = Reset.all(volume, true);
        assertThat(reset.kept()).isFalse();
        assertThat(reset.settings()).doesNotContainKey("geo-replication.indexing").hasSize(4);
    }

    @Test
    void oneOptionGoesAndSomeDefaultsComeBack() throws Exception {
        var settings = Reset.one(volume, "lookup-optimize", false).settings();
        assertThat(settings)
                .doesNotContainKey("cluster.lookup-optimize")
                .containsEntry("nfs.disable", "off")
                .containsEntry("storage.fips-mode-rchecksum", "on");
        assertThat(Reset.one(volume, "nfs.disable", false).settings())
                .containsEntry("nfs.disable", "on");
    }

    @Test
    void aStartedVolumeKeepsHowItHealsNames() {
        var started = volume.withState(Volume.State.STARTED);
        assertThat(Reset.all(started, false).settings())
                .doesNotContainKey("cluster.granular-entry-heal");
    }

    @Test
    void whatIsNotSetIsLeft() throws Exception {
        assertThat(Reset.one(volume, "cluster.min-free-disk", false).settings())
                .isEqualTo(volume.options());
    }

    @Test
    void protectedAndUnknownAreRefused() {
        refused(
                "geo-replication.indexing",
                "'geo-replication.indexing' is protected. To reset use 'force'.");
        refused("cluster.brick-multiplex", "Not a valid option for single volume");
        refused(
                "features.quota",
                "features.quota is reset by 'gluster volume quota <VOLNAME> disable'");
        refused("cluster.foo", "option : cluster.foo does not exist\nDid you mean cluster.nufa?");
    }

    private void refused(String key, String message) {
        assertThatThrownBy(() -> Reset.one(volume, key, false))
                .isInstanceOf(OptionException.class)
                .hasMessage(message);
    }

    private static Volume with(Map<String, String> settings) {
        var fresh = StockVolumes.named("rep");
        var all = new TreeMap<>(fresh.options());
        all.putAll(settings);
        return fresh.withOptions(all);
    }
}
