package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFileLimitTest {
    @Test
    void theSoftLimitCounts() {
        var lines =
                List.of(
                        "Limit                     Soft Limit           Hard Limit           Units",
                        "Max processes             7823                 7823                 processes",
                        "Max open files            20000                30000                files");
        assertThat(OpenFileLimit.of(lines)).isEqualTo(20_000);
    }

    @Test
    void withoutLimitThereIsADefault() {
        var line = "Max open files            unlimited            unlimited            files";
        assertThat(OpenFileLimit.of(List.of(line))).isEqualTo(OpenFileLimit.DEFAULT);
        assertThat(OpenFileLimit.of(List.of())).isEqualTo(OpenFileLimit.DEFAULT);
        assertThat(OpenFileLimit.ofProcess()).isPositive();
    }
}
