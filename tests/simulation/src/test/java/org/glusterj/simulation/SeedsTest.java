package org.glusterj.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeds of each fast scenario, more of them by system property; and that a seed means the same each time. */
@Timeout(600)
class SeedsTest {
    private static final long FROM = Long.getLong("simulation.from", 1);

    @ParameterizedTest
    @CsvSource({"fast/writes,100", "fast/power,60"})
    @Timeout(value = 48, unit = TimeUnit.HOURS)
    void nothingIsLost(String name, long usual) {
        long count = Long.getLong("simulation.count", usual);
        var result = Seeds.run(Scenario.load(name), FROM, count, Planted.Bug.NONE, false);
        assertThat(result.failed()).isEmpty();
        assertThat(result.events()).isGreaterThan(500 * count);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        var scenario = Scenario.load("fast/writes");
        var once = Run.of(scenario, 7, true);
        var again = Run.of(scenario, 7, true);
        assertThat(again.log()).isEqualTo(once.log());
        assertThat(again.digest()).isEqualTo(once.digest());
        assertThat(Run.of(scenario, 8, false).digest()).isNotEqualTo(once.digest());
    }

    /** All that happens in one, where somebody asks. */
    @Test
    void oneSeed() {
        var name = System.getProperty("simulation.scenario", "fast/power");
        long seed = Long.getLong("simulation.seed", 1);
        var result = Run.of(Scenario.load(name), seed, true);
        if (Long.getLong("simulation.seed") != null) {
            result.log().forEach(System.out::println);
        }
        assertThat(result.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NO_ACCUSATION,fast/writes",
        "LOST_UNLOCK,fast/writes",
        "NO_LOCK,fast/writes",
        "NO_SYNC,fast/power"
    })
    void bugsAreFound(Planted.Bug bug, String name) {
        var result = Seeds.run(Scenario.load(name), 1, 60, bug, true);
        assertThat(result.first()).isPositive();
    }
}
