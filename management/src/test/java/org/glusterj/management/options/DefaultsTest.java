package org.glusterj.management.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.glusterj.management.options.Defaults.Shown;
import org.glusterj.management.volgen.StockVolumes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code volume get} answers as a stock 10.3 did for fresh volumes. */
class DefaultsTest {
    @ParameterizedTest
    @ValueSource(strings = {"single", "dist", "rep", "arb", "disp", "drep"})
    void getAllEqualsStocks(String name) {
        var made =
                Defaults.all(StockVolumes.named(name), Map.of()).stream()
                        .map(line -> (line.key() + " " + text(line)).replaceAll(" +", " ").strip())
                        .toList();
        var recorded = recorded("get-" + name);
        var different = new ArrayList<String>();
        for (int i = 0; i < Math.min(made.size(), recorded.size()); i++) {
            if (!made.get(i).equals(recorded.get(i))) {
                different.add(made.get(i) + " is in stock " + recorded.get(i));
            }
        }
        assertThat(different).isEmpty();
        assertThat(made).hasSameSizeAs(recorded);
    }

    @Test
    void poolsOptionsComeFromThePool() throws Exception {
        var volume = StockVolumes.named("rep");
        assertThat(Defaults.of("cluster.daemon-log-level", volume, Map.of()))
                .isEqualTo(new Shown("cluster.daemon-log-level", "INFO", "INFO", false, true));
        assertThat(
                        Defaults.of(
                                "cluster.daemon-log-level",
                                volume,
                                Map.of("cluster.daemon-log-level", "DEBUG")))
                .isEqualTo(new Shown("cluster.daemon-log-level", "DEBUG", "INFO", true, true));
    }

    @Test
    void usersOwnKeysAreThereWhenSet() throws Exception {
        var settings = new TreeMap<>(Map.of("user.color", "red"));
        var volume = StockVolumes.named("single").withOptions(settings);
        assertThat(Defaults.of("user.color", volume, Map.of()).value()).isEqualTo("red");
        assertThatThrownBy(() -> Defaults.of("user.size", volume, Map.of()))
                .hasMessage("option user.size does not exist");
    }

    private static String text(Shown line) {
        return Objects.toString(line.value(), "(null)") + (line.bare() ? "" : " (DEFAULT)");
    }

    /** The golden is what the command printed: two heading lines, then key and value in columns. */
    private static List<String> recorded(String name) {
        return StockVolumes.lines("/org/glusterj/management/options/" + name).stream()
                .skip(2)
                .map(line -> line.replaceFirst(" +", " ").strip())
                .toList();
    }
}
