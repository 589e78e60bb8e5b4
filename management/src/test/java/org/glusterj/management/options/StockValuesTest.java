package org.glusterj.management.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Volume;
import org.glusterj.management.volgen.Facts;
import org.glusterj.management.volgen.StockVolumes;
import org.glusterj.management.volgen.Volgen;
import org.glusterj.management.volgen.VolgenException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are taken and refused as by a stock 10.3: recorded by the script {@code option-values}. */
class StockValuesTest {
    /** Stock takes anything for these, and processes fail later or ignore it. */
    private static final Set<String> STRICTER =
            Set.of(
                    "cluster.nufa",
                    "cluster.switch",
                    "client.ssl",
                    "client.send-gids",
                    "features.sdfs",
                    "features.acl",
                    "config.client-threads",
                    "config.brick-threads");

    @ParameterizedTest
    @ValueSource(strings = {"dist", "rep", "disp"})
    void takesWhatStockTakes(String shape) {
        var volume = StockVolumes.named(shape);
        var wrong = new ArrayList<String>();
        var lines = StockVolumes.lines("/org/glusterj/management/options/values-" + shape);
        for (var line : lines) {
            var words = line.split(" ", 3);
            boolean taken = words[0].equals("+");
            var refusal = refusal(volume, words[1], words[2]);
            if ((refusal == null) != taken && !(taken && STRICTER.contains(words[1]))) {
                wrong.add(
                        line
                                + (refusal == null ? " but taken" : " but refused: " + refusal)
                                + "\n");
            }
        }
        assertThat(wrong).as("of %d", lines.size()).isEmpty();
    }

    private static String refusal(Volume volume, String key, String value) {
        try {
            Settings.set(volume, Map.of(key, value), StockValuesTest::graphs);
            return null;
        } catch (OptionException e) {
            return e.getMessage();
        }
    }

    private static List<Volfile> graphs(Volume volume) throws OptionException {
        try {
            return Volgen.all(volume, Facts.USUAL);
        } catch (VolgenException e) {
            throw new OptionException(e.getMessage());
        }
    }
}
