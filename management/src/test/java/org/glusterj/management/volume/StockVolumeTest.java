package org.glusterj.management.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.glusterj.management.model.Shape;
import org.glusterj.management.volume.StockVolume.StockBrick;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes in the directory of a stock glusterd 10.3, whose files were captured. */
class StockVolumeTest {
    private static final Path CAPTURED =
            Path.of("src/test/resources/org/glusterj/management/volume/stock");

    private static final UUID NODE = UUID.fromString("349edd76-8bfa-4b8d-9296-01f41c6c744d");

    private static final List<String> FILES =
            List.of(
                    "info",
                    "node_state.info",
                    "bricks/192.0.2.1:-srv-b-1",
                    "bricks/192.0.2.1:-srv-b-3");

    @TempDir private Path temp;

    @Test
    void aDistributedVolumeHasWhatGlusterdKeepsOfIt() throws CommandException {
        var volume = StockVolume.read(CAPTURED, "v");
        assertThat(volume.id()).hasToString("47fe3af7-196e-4251-a77a-9e5d8355233c");
        assertThat(volume.shape()).isEqualTo(Shape.DISTRIBUTE);
        assertThat(volume.everStarted()).isTrue();
        // The second of three was removed: numbers stay.
        assertThat(volume.bricks())
                .containsExactly(
                        new StockBrick(0, NODE, "192.0.2.1", "/srv/b/1"),
                        new StockBrick(2, NODE, "192.0.2.1", "/srv/b/3"));
        assertThat(volume.options())
                .containsEntry("user.x", "a b")
                .containsEntry("auth.allow", "192.*")
                .containsEntry("network.ping-timeout", "21")
                .hasSize(7);
        assertThat(volume.username()).isEqualTo("33bd4170-d78e-402a-b37d-2da545dae186");
        assertThat(volume.password()).isEqualTo("b1526df8-fd45-43c7-ae12-1fa8e6ecc08c");
    }

    @Test
    void otherShapes() throws CommandException {
        assertThat(StockVolume.read(CAPTURED, "r").shape()).isEqualTo(new Shape(2, 0, 1, 0));
        assertThat(StockVolume.read(CAPTURED, "a").shape()).isEqualTo(new Shape(3, 1, 1, 0));
        var disperse = StockVolume.read(CAPTURED, "d");
        assertThat(disperse.shape()).isEqualTo(new Shape(1, 0, 3, 1));
        assertThat(disperse.everStarted()).isFalse();
        assertThat(disperse.bricks()).hasSize(3);
    }

    @Test
    void aVolumeThatIsNotThereIsMissing() {
        assertThatThrownBy(() -> StockVolume.read(CAPTURED, "none"))
                .isInstanceOf(CommandException.class)
                .hasMessage("There is no file " + CAPTURED + "/vols/none/info");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "info|type=0|type=1|type=1: volumes of this type are not supported",
                "info|transport-type=0|transport-type=1|transports other than tcp",
                "info|tier-enabled=0|tier-enabled=1|tiers are not supported",
                "info|type=0|type=x|type=x: no number",
                "info|volume-id=|volume-id=q|no uuid",
                "info|password=|pass=|lacks password",
                "info|brick-0=|brick-7=|lacks brick-0",
                "info|brick-0=|brick-0=../|no name of a file",
                "node_state.info|rebalance_status=0|rebalance_status=1|are being migrated",
                "bricks/192.0.2.1:-srv-b-1|decommissioned=0|decommissioned=1|being removed",
                "bricks/192.0.2.1:-srv-b-1|v-client-0|w-client-0|expected v-client-N",
            })
    void whatWeHaveNotGotIsRefusedWithFileAndKey(
            String file, String text, String other, String reason) throws IOException {
        for (var part : FILES) {
            var copy = temp.resolve("vols/v").resolve(part);
            Files.createDirectories(copy.getParent());
            var content = Files.readString(CAPTURED.resolve("vols/v").resolve(part));
            Files.writeString(
                    copy,
                    part.equals(file) ? content.replaceFirst(Pattern.quote(text), other) : content);
        }
        assertThatThrownBy(() -> StockVolume.read(temp, "v"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(temp + "/vols/v/" + file)
                .hasMessageContaining(reason);
    }
}
