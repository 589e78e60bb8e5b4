package org.glusterj.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

/** The list of fops in {@link CodecBenchmark} is that of the captured records. */
class GoldenExchangeTest {
    @Test
    void everyCapturedFopIsBenchmarked() throws NoSuchFieldException {
        var listed = CodecBenchmark.class.getField("fop").getAnnotation(Param.class).value();
        assertThat(listed)
                .containsExactly(
                        GoldenExchange.all().keySet().stream()
                                .map(Enum::name)
                                .toArray(String[]::new));
    }
}
