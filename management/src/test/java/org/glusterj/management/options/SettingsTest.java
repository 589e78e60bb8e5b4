package org.glusterj.management.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Volume;
import org.glusterj.management.volgen.Facts;
import org.glusterj.management.volgen.StockVolumes;
import org.glusterj.management.volgen.Volgen;
import org.glusterj.management.volgen.VolgenException;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final Volume volume = StockVolumes.named("rep");

    @Test
    void shortKeysBecomeWhole() throws Exception {
        assertThat(set("lookup-unhashed", "auto")).containsEntry("cluster.lookup-unhashed", "auto");
    }

    @Test
    void usersOwnKeysTakeAnything() throws Exception {
        assertThat(set("user.color", "a b")).containsEntry("user.color", "a b");
    }

    @Test
    void typesAreThoseOfTheTranslator() {
        refused(
                "cluster.lookup-optimize",
                "banana",
                "option lookup-optimize banana: 'banana' is not a valid boolean value");
        refused(
                "network.ping-timeout",
                "2000",
                "'2000' in 'option ping-timeout 2000' is out of range [0 - 1013]");
        refused(
                "cluster.min-free-disk",
                "7x",
                "invalid number format \"7x\" in \"option min-free-disk\"");
        refused(
                "auth.allow",
                "-x",
                "option auth.allow -x: '-x' is not a valid internet-address-list");
        refused(
                "storage.reserve",
                "1.5",
                "'1.500000' in 'option reserve 1.5' should not be fractional value.");
        refused(
                "storage.owner-uid",
                "-2",
                "'-2' in 'option brick-uid -2' is smaller than minimum value '-1'");
    }

    @Test
    void aTypeMattersOnceItsTranslatorIsInAGraph() throws Exception {
        assertThat(set("performance.cache-size", "1MB"))
                .containsEntry("performance.cache-size", "1MB");
        var settings = new TreeMap<>(volume.options());
        settings.put("performance.cache-size", "1MB");
        assertThatThrownBy(
                        () ->
                                Settings.set(
                                        volume.withOptions(settings),
                                        Map.of("performance.io-cache", "on"),
                                        SettingsTest::graphs))
                .isInstanceOf(OptionException.class)
                .hasMessage("'1048576' in 'option cache-size 1MB' is out of range [4194304 - inf]");
    }

    @Test
    void quorumIsOfTheReplicas() {
        refused("cluster.quorum-count", "4", "4 for cluster.quorum-count is out of range [1 - 3]");
    }

    @Test
    void someOptionsAreNotForStartedVolumes() throws Exception {
        var started = volume.withState(Volume.State.STARTED);
        assertThat(set("cluster.granular-entry-heal", "off"))
                .containsEntry("cluster.granular-entry-heal", "off");
        for (var key : List.of("cluster.granular-entry-heal", "storage.linux-aio")) {
            assertThatThrownBy(
                            () -> Settings.set(started, Map.of(key, "off"), SettingsTest::graphs))
                    .isInstanceOf(OptionException.class)
                    .hasMessageContaining(key);
        }
    }

    @Test
    void readOnlyAndWormExcludeEachOther() {
        assertThatThrownBy(
                        () ->
                                Settings.set(
                                        volume,
                                        Map.of("features.read-only", "on", "features.worm", "on"),
                                        SettingsTest::graphs))
                .hasMessage("read-only and worm cannot be set together");
    }

    @Test
    void smallestFilesAreNotLargerThanTheLargest() {
        assertThatThrownBy(
                        () ->
                                Settings.set(
                                        volume,
                                        Map.of(
                                                "performance.cache-max-file-size", "1MB",
                                                "performance.cache-min-file-size", "2MB"),
                                        SettingsTest::graphs))
                .hasMessage("cache-min-file-size (2MB) is greater than cache-max-file-size (1MB)");
    }

    @Test
    void poolAndVolumeHaveTheirOwnOptions() throws Exception {
        refused("cluster.brick-multiplex", "on", "Not a valid option for single volume");
        assertThatThrownBy(() -> Settings.setPool(Map.of(), Map.of("nfs.disable", "on")))
                .hasMessage("Not a valid option for all volumes");
        assertThat(Settings.setPool(Map.of(), Map.of("brick-multiplex", "on")))
                .containsEntry("cluster.brick-multiplex", "on");
        assertThatThrownBy(
                        () ->
                                Settings.setPool(
                                        Map.of(), Map.of("cluster.server-quorum-ratio", "101")))
                .hasMessage(
                        "'101.000000' in 'option server-quorum-ratio 101' is out of range [0 - 100]");
        assertThatThrownBy(
                        () ->
                                Settings.setPool(
                                        Map.of(), Map.of("cluster.max-bricks-per-process", "10")))
                .hasMessageStartingWith("Brick-multiplexing is not enabled");
    }

    @Test
    void groupsAreOfValuesThatAreTaken() throws Exception {
        assertThat(Groups.all().keySet())
                .contains(
                        "metadata-cache",
                        "nl-cache",
                        "samba",
                        "virt",
                        "gluster-block",
                        "db-workload");
        for (var group : Groups.all().values()) {
            assertThat(Settings.set(volume, group, SettingsTest::graphs))
                    .containsAllEntriesOf(group);
        }
    }

    private Map<String, String> set(String key, String value) throws OptionException {
        return Settings.set(volume, Map.of(key, value), SettingsTest::graphs);
    }

    private void refused(String key, String value, String message) {
        assertThatThrownBy(() -> set(key, value))
                .isInstanceOf(OptionException.class)
                .hasMessage(message);
    }

    private static List<Volfile> graphs(Volume volume) throws OptionException {
        try {
            return Volgen.all(volume, Facts.USUAL);
        } catch (VolgenException e) {
            throw new OptionException(e.getMessage());
        }
    }
}
