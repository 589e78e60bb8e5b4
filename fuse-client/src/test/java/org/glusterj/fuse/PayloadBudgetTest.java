package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may hold how much content, and whose turn it is. */
class PayloadBudgetTest {
    private final PayloadBudget budget = new PayloadBudget(100);
    private final List<String> turns = new ArrayList<>();

    private void await(int bytes, String name) {
        budget.await(bytes, () -> turns.add(name));
    }

    @Test
    void thereIsRoomUpToTheLimitAndNotAByteMore() {
        assertThat(budget.take(60)).isTrue();
        assertThat(budget.take(41)).isFalse();
        assertThat(budget.take(40)).isTrue();
        assertThat(budget.take(1)).isFalse();
        budget.give(60);
        assertThat(budget.take(60)).isTrue();
        assertThat(budget.used()).isEqualTo(100);
    }

    @Test
    void theyGetTheirTurnsInOrderAndOnlyWhenThereIsRoom() {
        budget.take(100);
        await(50, "first");
        await(60, "second");
        await(10, "third");
        assertThat(turns).isEmpty();
        budget.give(60);
        assertThat(turns).containsExactly("first");
        assertThat(budget.used()).isEqualTo(90);
        budget.give(40);
        assertThat(turns).containsExactly("first");
        budget.give(50);
        assertThat(turns).containsExactly("first", "second", "third");
        assertThat(budget.used()).isEqualTo(70);
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void nobodyOvertakesThoseThatWait() {
        budget.take(90);
        await(20, "large");
        assertThat(budget.take(10)).isFalse();
        budget.give(90);
        assertThat(turns).containsExactly("large");
        assertThat(budget.take(10)).isTrue();
    }

    @Test
    void whatHoldsNothingNeverWaits() {
        budget.take(100);
        await(20, "waits");
        assertThat(budget.take(0)).isTrue();
    }

    @Test
    void whereThereIsRoomTheTurnIsAtOnce() {
        await(100, "now");
        assertThat(turns).containsExactly("now");
    }

    @Test
    void whatIsLargerThanAllRunsAlone() {
        assertThat(budget.take(1)).isTrue();
        await(1000, "huge");
        assertThat(turns).isEmpty();
        budget.give(1);
        assertThat(turns).containsExactly("huge");
        assertThat(budget.take(1)).isFalse();
        budget.give(1000);
        assertThat(budget.used()).isZero();
    }

    @Test
    void aTurnMayGiveBackAtOnce() {
        budget.take(100);
        budget.await(100, () -> budget.give(100));
        await(100, "next");
        budget.give(100);
        assertThat(turns).containsExactly("next");
    }
}
