package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionTableTest {
    enum Mode {
        OFF,
        READ_ONLY
    }

    record Options(
            @Option(key = "on", def = "off", help = "A switch.") boolean on,
            @Option(key = "count", def = "16", min = 1, max = 64, help = "A number.") int count,
            @Option(key = "size", def = "128KB", help = "A size.") DataSize size,
            @Option(key = "time", def = "42", help = "A time.") Duration time,
            @Option(key = "mode", def = "off", help = "A choice.") Mode mode,
            @Option(key = "text", def = "", help = "A text.") String text) {}

    record Rest(
            @Option(key = "known", def = "x", help = "One.") String known,
            @Option(key = "*", help = "The others.") Map<String, String> rest) {}

    private static Options read(String... keyValues) throws GraphException {
        var map = new java.util.HashMap<String, String>();
        for (int i = 0; i < keyValues.length; i += 2) {
            map.put(keyValues[i], keyValues[i + 1]);
        }
        return new OptionValues(new Volfile.Node("n", "t/t", map, List.of())).as(Options.class);
    }

    @Test
    void defaultsHold() throws GraphException {
        assertThat(read())
                .isEqualTo(
                        new Options(
                                false,
                                16,
                                new DataSize(131072),
                                Duration.ofSeconds(42),
                                Mode.OFF,
                                ""));
    }

    @Test
    void everyOptionIsMapped() throws GraphException {
        assertThat(
                        read(
                                "on",
                                "Enable",
                                "count",
                                "3",
                                "size",
                                "1GB",
                                "time",
                                "10min",
                                "mode",
                                "read-only",
                                "text",
                                "z"))
                .isEqualTo(
                        new Options(
                                true,
                                3,
                                new DataSize(1L << 30),
                                Duration.ofMinutes(10),
                                Mode.READ_ONLY,
                                "z"));
    }

    @Test
    void badValuesNameNodeKeyAndRemedy() {
        assertThatThrownBy(() -> read("on", "maybe"))
                .isInstanceOf(GraphException.class)
                .hasMessage("n: option on cannot be 'maybe': expected on or off");
        assertThatThrownBy(() -> read("count", "65")).hasMessageContaining("from 1 to 64");
        assertThatThrownBy(() -> read("count", "many"))
                .hasMessageContaining("option count cannot be 'many'");
        assertThatThrownBy(() -> read("size", "big"))
                .hasMessageContaining("option size cannot be 'big'");
        assertThatThrownBy(() -> read("mode", "purple"))
                .hasMessageContaining("one of [off, read_only]");
        assertThatThrownBy(() -> read("time", "x"))
                .hasMessageContaining("option time cannot be 'x'");
    }

    @Test
    void theRestIsCollected() throws GraphException {
        var node = new Volfile.Node("n", "t", Map.of("known", "1", "auth.x", "2"), List.of());
        assertThat(new OptionValues(node).as(Rest.class))
                .isEqualTo(new Rest("1", Map.of("auth.x", "2")));
    }

    @Test
    void sizesHaveUnits() {
        assertThat(DataSize.parse("1.5MB").bytes()).isEqualTo(1536 * 1024);
        assertThat(DataSize.parse(" 7 ").bytes()).isEqualTo(7);
        assertThat(new DataSize(131072)).hasToString("128KB");
        assertThatThrownBy(() -> DataSize.parse("9999999PB"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DataSize.parse("-1")).isInstanceOf(IllegalArgumentException.class);
    }
}
