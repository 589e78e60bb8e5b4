package org.glusterj.cli.rebalance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.glusterj.cluster.dht.RebalanceTask.Action;
import org.glusterj.core.Volfile;
import org.junit.jupiter.api.Test;

/** The command line of a rebalance, and what of a volfile it runs. */
class RebalanceOptionsTest {
    private static RebalanceOptions parse(String... args) throws Exception {
        return RebalanceOptions.parse(args);
    }

    @Test
    void wordsInBothForms() throws Exception {
        var options = parse("--volfile", "/v", "--action=remove", "--local", "a,b", "--socket=/s");
        assertThat(options.volfile()).isEqualTo(Path.of("/v"));
        assertThat(options.action()).isEqualTo(Action.REMOVE);
        assertThat(options.local()).containsExactlyInAnyOrder("a", "b");
        assertThat(options.socket()).isEqualTo(Path.of("/s"));
        assertThat(options.commitHash()).isNull();
    }

    @Test
    void allIsEverySubvolume() throws Exception {
        var options = parse("--volfile=/v", "--action=start-force", "--local=all");
        assertThat(options.local()).isEmpty();
        assertThat(parse("--volfile=/v", "--action=start", "--commit-hash=4294967295").commitHash())
                .isEqualTo(-1);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatThrownBy(() -> parse("--action=start")).hasMessageContaining("--volfile");
        assertThatThrownBy(() -> parse("--volfile=/v")).hasMessageContaining("--action");
        assertThatThrownBy(() -> parse("--volfile=/v", "--action=go")).hasMessageContaining("go");
        assertThatThrownBy(() -> parse("--volfile")).hasMessageContaining("value");
        assertThatThrownBy(() -> parse("--commit-hash=x")).hasMessageContaining("2^32");
    }

    @Test
    void whatIsAboveDistributeIsLeftOut() throws Exception {
        var text =
                """
                volume c0
                    type protocol/client
                end-volume
                volume c1
                    type protocol/client
                end-volume
                volume dht
                    type cluster/distribute
                    option lookup-optimize on
                    subvolumes c0 c1
                end-volume
                volume cache
                    type performance/io-cache
                    subvolumes dht
                end-volume
                """;
        var kept = DistributeOnly.of(Volfile.parse(text));
        assertThat(kept.top().name()).isEqualTo("dht");
        assertThat(kept.top().options()).isEqualTo(Map.of("lookup-optimize", "on"));
        assertThat(kept.nodes()).hasSize(3);
    }
}
