package org.glusterj.management.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeSet;
import org.glusterj.management.options.VolumeOption.Flag;
import org.glusterj.management.volgen.StockVolumes;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void aKeyIsFoundWholeOrWithoutItsDomain() {
        assertThat(Options.find("cluster.lookup-unhashed")).isPresent();
        assertThat(Options.find("lookup-unhashed"))
                .isEqualTo(Options.find("cluster.lookup-unhashed"));
        assertThat(Options.find("compression.mem-level")).isEmpty();
    }

    @Test
    void aShortKeyOfTwoOptionsIsNone() {
        assertThat(Options.find("event-threads")).isEmpty();
        assertThat(Options.find("cache-invalidation")).isEmpty();
    }

    @Test
    void aKeyOfSeveralTargetsIsFoundByItsShortKey() {
        assertThat(Options.find("cache-size").orElseThrow().translator())
                .isEqualTo("performance/io-cache");
    }

    @Test
    void mistypedKeysGetStocksHints() {
        var lines = StockVolumes.lines("/org/glusterj/management/options/hints");
        assertThat(lines).isNotEmpty();
        for (var line : lines) {
            var words = line.split(" > ");
            assertThatThrownBy(() -> Options.named(words[0]))
                    .hasMessage(
                            "option : "
                                    + words[0]
                                    + " does not exist\nDid you mean "
                                    + words[1]
                                    + "?");
        }
    }

    @Test
    void helpHasStocksOptions() {
        var shown = new TreeSet<String>();
        Options.all().stream()
                .filter(option -> !option.is(Flag.HIDDEN))
                .forEach(option -> shown.add(option.key()));
        assertThat(shown)
                .isEqualTo(
                        new TreeSet<>(
                                StockVolumes.lines("/org/glusterj/management/options/help-keys")));
    }

    @Test
    void everyOptionIsExplained() {
        assertThat(Options.all())
                .allSatisfy(option -> assertThat(option.help()).as(option.key()).endsWith("."));
    }

    @Test
    void everyRuleIsThere() {
        var volume = StockVolumes.named("rep");
        for (var option : Options.all()) {
            if (option.rule() != null) {
                Rules.refusal(option.rule(), new Rules.Asked(option.key(), "1", volume, Map.of()));
            }
        }
    }

    @Test
    void defaultsAreValuesOfTheirTypes() {
        for (var row : Options.rows()) {
            // Stock's own default of cluster.server-quorum-type is none of the words it takes.
            var plain =
                    row.type().kind() != ValueType.Kind.PATH
                            && !row.key().equals("cluster.server-quorum-type");
            if (plain && row.initial().isPresent() && !row.initial().get().isEmpty()) {
                assertThat(row.type().refusal("o", row.initial().get())).as(row.key()).isEmpty();
            }
        }
    }
}
