package org.glusterj.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.glusterj.cli.gluster.Recorded.Pair;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text, XML and exit codes of commands that reach the manager, against those recorded from stock 10.3. */
class StockOutputTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peers.txt",
                "volumes.txt",
                "status.txt",
                "options.txt",
                "bricks.txt",
                "rebalance.txt",
                "monitor.txt",
                "heal.txt",
                "upkeep.txt"
            })
    void outputIsStocks(String resource) throws Exception {
        var pairs = Recorded.run(resource, directory.resolve("socket"));

        assertThat(pairs).isNotEmpty();
        for (Pair pair : pairs) {
            assertThat(pair.ours().toString()).isEqualTo(pair.stock().toString());
        }
    }
}
