package org.glusterj.performance.iothreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.glusterj.core.GraphException;
import org.glusterj.core.Workers;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;

class IoThreadsTest extends XlatorContract {
    @Override
    protected String type() {
        return "performance/io-threads";
    }

    @Override
    protected Record defaults() {
        return new IoThreads.Options(16, 16, 16, 16, 1, true, Duration.ofSeconds(120), false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "thread-count", "32",
                "high-prio-threads", "2",
                "normal-prio-threads", "3",
                "low-prio-threads", "4",
                "least-prio-threads", "5",
                "enable-least-priority", "off",
                "idle-time", "7",
                "pass-through", "true");
    }

    @Override
    protected Record others() {
        return new IoThreads.Options(32, 2, 3, 4, 5, false, Duration.ofSeconds(7), true);
    }

    @Test
    void theFrontFindsTheSizesInTheGraph() throws Exception {
        var sizing = (Workers.Sizing) fixture.subject();
        assertThat(sizing.limits()).isEqualTo(Workers.Limits.DEFAULT);
        assertThat(sizing.leastPriority()).isTrue();
        fixture.reconfigure(otherOptions());
        assertThat(sizing.limits())
                .isEqualTo(
                        new Workers.Limits(
                                32,
                                2,
                                3,
                                4,
                                5,
                                Workers.Limits.DEFAULT.queued(),
                                Duration.ofSeconds(7)));
        assertThat(sizing.leastPriority()).isFalse();
    }

    @Test
    void sizesOutOfRangeAreRefusedAndChangeNothing() {
        assertThatThrownBy(() -> fixture.reconfigure(Map.of("thread-count", "65")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("thread-count");
        assertThat(((Workers.Sizing) fixture.subject()).limits().threads()).isEqualTo(16);
    }

    @Test
    void theDumpTellsTheSizes() {
        assertThat(fixture.dump().toString())
                .contains("maximum_threads_count=16")
                .contains("idle_time=120");
    }
}
