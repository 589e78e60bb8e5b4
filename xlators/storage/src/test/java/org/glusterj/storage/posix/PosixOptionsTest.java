package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.GraphException;
import org.glusterj.core.OptionTable;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Volfile;
import org.junit.jupiter.api.Test;

class PosixOptionsTest {
    private static PosixOptions read(Map<String, String> texts) throws GraphException {
        var node = new Volfile.Node("brick", "storage/posix", texts, List.of());
        return new OptionValues(node).as(PosixOptions.class);
    }

    @Test
    void defaultsAreThoseOfStock() throws Exception {
        var options = read(Map.of());
        assertThat(options.exportStatfsSize()).isTrue();
        assertThat(options.janitorSleep()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.healthCheckInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.healthCheckTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.reserve()).isEqualTo("1");
        assertThat(options.gfid2path()).isTrue();
        assertThat(options.ctime()).isTrue();
        assertThat(options.sharedBrickCount()).isEqualTo(1);
        assertThat(options.maxHardlinks()).isEqualTo(100);
        assertThat(options.fileMode(0644)).isEqualTo(0644);
        assertThat(options.directoryMode(01777)).isEqualTo(01777);
    }

    @Test
    void everyOptionIsReadUnderItsKey() throws Exception {
        var texts = new HashMap<String, String>();
        var specs = OptionTable.of(PosixOptions.class).specs();
        for (var spec : specs) {
            texts.put(spec.key(), other(spec));
        }
        var options = read(texts);
        var defaults = read(Map.of());
        for (var component : PosixOptions.class.getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            assertThat(component.getAccessor().invoke(options))
                    .as(component.getName())
                    .isNotEqualTo(component.getAccessor().invoke(defaults));
        }
        assertThat(specs).allSatisfy(spec -> assertThat(spec.help()).endsWith("."));
    }

    private static String other(OptionTable.Spec spec) {
        return switch (spec.type().getSimpleName()) {
            case "boolean" -> OptionTable.parseBoolean(spec.def()) ? "off" : "on";
            case "int", "Duration" -> "77";
            default -> spec.key().contains("mode") || spec.key().contains("mask") ? "0070" : "7";
        };
    }

    @Test
    void masksAndForcedBitsApplyToPermissionsOnly() throws Exception {
        var options = read(Map.of("create-mask", "0750", "force-create-mode", "0001"));
        assertThat(options.fileMode(0104777)).isEqualTo(0104751);
    }

    @Test
    void textsThatAreNoModesAreRefused() {
        assertThatThrownBy(() -> read(Map.of("create-mask", "rwx")))
                .isInstanceOf(GraphException.class);
        assertThatThrownBy(() -> read(Map.of("reserve", "a lot")))
                .isInstanceOf(GraphException.class);
    }

    @Test
    void theReserveIsAShareOrASize() {
        assertThat(Reserve.parse("1").blocks(1000, 4096)).isEqualTo(10);
        assertThat(Reserve.parse("2.5%").blocks(1000, 4096)).isEqualTo(25);
        assertThat(Reserve.parse("1MB").blocks(1000, 4096)).isEqualTo(256);
        assertThat(Reserve.parse("0").blocks(1000, 4096)).isZero();
    }
}
